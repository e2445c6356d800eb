import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { licensesPage } from "../../dev/generate/license-table.ts";

const lockOf = (packages: object) => JSON.stringify({ packages });

describe("the licences of what runs with Plimsoll", () => {
  it("are all permissive, and listed as locked", () => {
    const lock = readFileSync("package-lock.json", "utf8");

    expect(readFileSync("docs/licenses.md", "utf8")).toBe(licensesPage(lock));
  });

  it("name every dependency of package.json", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    const page = readFileSync("docs/licenses.md", "utf8");

    expect(Object.keys(dependencies).filter((name) => !page.includes(`| ${name} |`))).toEqual([]);
  });

  it("may not be copyleft, nor missing; those of development may", () => {
    const free = { "node_modules/a": { version: "1.0.0", license: "GPL-3.0", dev: true } };
    const copyleft = { "node_modules/a/node_modules/@b/c": { version: "2.0.0", license: "GPL-3.0" } };

    expect(licensesPage(lockOf(free))).not.toContain("GPL");
    expect(() => licensesPage(lockOf(copyleft))).toThrow("not a permissive licence: @b/c@2.0.0 (GPL-3.0)");
    expect(() => licensesPage(lockOf({ "node_modules/a": { version: "1.0.0" } }))).toThrow("a@1.0.0 (none)");
  });
});
