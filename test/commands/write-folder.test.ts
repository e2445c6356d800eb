import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { prepareSite } from "../../src/commands/write-site.ts";

const newFolder = () => mkdtempSync(join(tmpdir(), "plimsoll-out-"));

describe("the folder of a site", () => {
  it("is made with those above it, and keeps other files", () => {
    const folder = join(newFolder(), "a", "b");
    prepareSite(folder, { hasPages: true });
    writeFileSync(join(folder, "mine.txt"), "");
    prepareSite(folder, { hasPages: true });

    expect(readdirSync(folder)).toEqual(["mine.txt", "repositories"]);
  });

  it.each([
    ["", "--out FOLDER/out is a file, or below a file: give another folder"],
    ["/below", "--out FOLDER/out/below is a file, or below a file: give another folder"],
  ])("is no file, and not below one: out%s", (below, message) => {
    const folder = newFolder();
    writeFileSync(join(folder, "out"), "");

    expect(() => prepareSite(`${folder}/out${below}`, { hasPages: false })).toThrow(
      message.replace("FOLDER", folder),
    );
  });

  it("has no folder in the place of a page, and no file in the place of the folder of pages", () => {
    const folder = newFolder();
    writeFileSync(join(folder, "repositories"), "");
    expect(() => prepareSite(folder, { hasPages: true })).toThrow("repositories is a file, or below a file");
    expect(() => prepareSite(folder, { hasPages: false })).not.toThrow();

    mkdirSync(join(folder, "digest.md"));
    expect(() => prepareSite(folder, { hasPages: false })).toThrow(
      `--out ${folder}: ${folder}/digest.md is a folder, and a file of this name is written: give another folder`,
    );
  });
});
