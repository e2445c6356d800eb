import { describe, expect, it } from "vitest";
import { parseGitattributes } from "../../../src/domain/shipping/gitattributes.ts";

function isGenerated(pattern: string, path: string): boolean | undefined {
  return parseGitattributes(`${pattern} linguist-generated`)(path).generated;
}

describe("an attribute", () => {
  it.each([
    ["linguist-generated", true],
    ["linguist-generated=true", true],
    ["linguist-generated=1", true],
    ["linguist-generated=false", false],
    ["-linguist-generated", false],
    ["!linguist-generated", undefined],
    ["linguist-generated -linguist-generated", false],
    ["text eol=lf linguist-generated diff", true],
    ["linguist-generated-by=tool", undefined],
    ["linguist-detectable", undefined],
  ])("%s says %s", (attributes, generated) => {
    expect(parseGitattributes(`*.ts ${attributes}`)("src/a.ts").generated).toBe(generated);
  });

  it("of its own kind is said by the last line that covers the file", () => {
    const declare = parseGitattributes(`
      gen/**     linguist-generated linguist-vendored
      gen/own/** -linguist-generated
      *.txt      !linguist-vendored linguist-documentation
    `);

    expect(declare("gen/a.ts")).toEqual({ generated: true, vendored: true });
    expect(declare("gen/own/a.ts")).toEqual({ generated: false, vendored: true });
    expect(declare("gen/a.txt")).toEqual({ generated: true, vendored: undefined, documentation: true });
    expect(declare("src/a.ts")).toEqual({});
  });

  it.each([
    "# *.ts linguist-generated",
    "[attr]tool linguist-generated\n*.ts tool",
    "!*.ts linguist-generated",
    "*.ts",
    "",
    "src/ linguist-generated",
    '"*.ts linguist-generated',
  ])("is not said by %j", (text) => {
    expect(parseGitattributes(text)("src/a.ts")).toEqual({});
  });

  it("may stand after a byte order mark and before a carriage return", () => {
    const declare = parseGitattributes("\uFEFF*.ts linguist-generated\r\n*.js linguist-vendored\r\n");

    expect(declare("a.ts")).toEqual({ generated: true });
    expect(declare("a.js")).toEqual({ vendored: true });
  });
});

describe("a pattern", () => {
  // As `git check-attr` answers.
  it.each([
    ["*.ts", "src/a.ts"],
    ["a.ts", "src/a.ts"],
    ["/a.ts", "a.ts"],
    ["src/*", "src/a.ts"],
    ["src/**", "src/b/a.ts"],
    ["src/**/a.ts", "src/a.ts"],
    ["**/b/*", "src/b/a.ts"],
    ["**", "src/a.ts"],
    ["?.t[r-t]", "a.ts"],
    ["[!b].ts", "a.ts"],
    ["[^b].ts", "a.ts"],
    ["[[:alpha:]].ts", "a.ts"],
    ["[]a].ts", "].ts"],
    ["\\*.ts", "*.ts"],
    ["\\!a.ts", "!a.ts"],
    ["{a,b}.ts", "{a,b}.ts"],
    ["(a|b)+.ts", "(a|b)+.ts"],
    ['"with space.ts"', "src/with space.ts"],
    ['"gr\\303\\274n\\t\\".ts"', 'grün\t".ts'],
  ])("%s covers %s", (pattern, path) => {
    expect(isGenerated(pattern, path)).toBe(true);
  });

  it.each([
    ["src", "src/a.ts"],
    ["src/", "src/a.ts"],
    ["src/*", "src/b/a.ts"],
    ["src/**", "src"],
    ["/a.ts", "src/a.ts"],
    ["b/a.ts", "src/b/a.ts"],
    ["./a.ts", "a.ts"],
    ["a**/b.ts", "a/c/b.ts"],
    ["*.TS", "a.ts"],
    ["{a,b}.ts", "a.ts"],
    ["(a|b)+.ts", "a.ts"],
    ["[a.ts", "[a.ts"],
    ["[[:constructor:]].ts", "a.ts"],
    ["a.ts\\", "a.ts"],
  ])("%s does not cover %s", (pattern, path) => {
    expect(isGenerated(pattern, path)).toBeUndefined();
  });
});

describe("a hostile file of attributes", () => {
  it.each([
    ["*a".repeat(98), "a".repeat(4_000)],
    [`${"*a".repeat(95)}*b*`, "a".repeat(4_000)],
    [`${"**/a/".repeat(38)}b*`, "a/".repeat(2_000)],
    [`*${"a".repeat(190)}b*`, "a".repeat(4_000)],
    [`${"[a-z]*".repeat(33)}1`, "a".repeat(4_000)],
  ])("cannot keep anyone busy: %.20s", (pattern, path) => {
    const start = performance.now();
    parseGitattributes(`${pattern} linguist-generated\n`.repeat(10_000))(path);

    expect(performance.now() - start).toBeLessThan(500);
  });

  it("is read to its 500th line about linguist, and to patterns of 200 characters", () => {
    const other = "*.png binary\n".repeat(10_000);
    const lines = Array.from({ length: 501 }, (_, index) => `${index}.ts linguist-generated\n`);
    const declare = parseGitattributes(other + lines.join(""));

    expect(declare("499.ts")).toEqual({ generated: true });
    expect(declare("500.ts")).toEqual({});
    expect(isGenerated(`/${"a".repeat(199)}`, "a".repeat(199))).toBe(true);
    expect(isGenerated(`/${"a".repeat(200)}`, "a".repeat(200))).toBeUndefined();
  });
});
