import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { isTest, namedTests, unheldPromises } from "./promises.ts";

describe("the page on security", () => {
  it("lists the permissions that the App asks for, and no others", () => {
    const page = readFileSync("SECURITY.md", "utf8");
    const listed = [...page.matchAll(/^\| `(\w+): (\w+)` \|/gm)].map(([, name, level]) => [name, level]);
    const { default_permissions: asked } = parse(readFileSync("app.yml", "utf8"));

    expect(Object.fromEntries(listed)).toEqual(asked);
  });

  it("names for each promise a test that is there", () => {
    const named = namedTests("SECURITY.md");

    expect(unheldPromises("SECURITY.md")).toEqual([]);
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter((test) => !isTest(test))).toEqual([]);
  });

  it("would notice a test that is renamed or gone", () => {
    const file = "test/docs/security.test.ts";

    expect(isTest({ title: "names for each promise a test that is there", file })).toBe(true);
    expect(isTest({ title: "names for each promise a test", file })).toBe(false);
    expect(isTest({ title: "names for each promise a test that is there", file: "test/none.test.ts" })).toBe(
      false,
    );
  });
});
