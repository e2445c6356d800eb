import { describe, expect, it } from "vitest";
import {
  type AttributeText,
  compileGitattributes,
  linguistLines,
} from "../../../src/domain/shipping/gitattributes.ts";

function declaring(...files: readonly AttributeText[]) {
  return compileGitattributes(linguistLines(files));
}

const parseGitattributes = (text: string) => declaring({ folder: "", text });

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
    ["a**/b.ts", "a/c/b.ts"],
    ["*a**/b.ts", "aa/b.ts"],
    ["??.ts", "ü.ts"],
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
    ["*a**/b.ts", "aa/c/b.ts"],
    ["?.ts", "ü.ts"],
    ["./a.ts", "a.ts"],
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

describe("several files of attributes", () => {
  it("R21: are read in the folders of a file, and the nearest decides", () => {
    const declare = declaring(
      { folder: "", text: "packages/** linguist-vendored\n*.ts -linguist-generated" },
      { folder: "packages/api/client", text: "* linguist-generated\n/own.ts !linguist-generated" },
    );

    expect(declare("packages/api/client/a.ts")).toEqual({ generated: true, vendored: true });
    expect(declare("packages/api/client/deep/a.ts")).toEqual({ generated: true, vendored: true });
    // What is taken back is nothing, whatever is said further away.
    expect(declare("packages/api/client/own.ts")).toEqual({ vendored: true });
    expect(declare("packages/api/client/deep/own.ts")).toEqual({ generated: true, vendored: true });
    expect(declare("packages/api/clients/a.ts")).toEqual({ generated: false, vendored: true });
  });

  it("R21: follow the macros of the root, its last definition of each, and no other", () => {
    const declare = declaring(
      {
        folder: "",
        text: "[attr]made linguist-vendored\n[attr]made tool\n[attr]tool linguist-generated\n*.ts made",
      },
      { folder: "a", text: "[attr]other linguist-generated\n* other\nb.ts -made" },
    );

    expect(declare("a/a.ts")).toEqual({ generated: true });
    expect(declare("a/b.ts")).toEqual({});
  });

  it("say the same of linguist whatever else they say", () => {
    const before = "*.gen text linguist-generated eol=lf\n*.png binary\n[attr]tool diff\n*.x tool";
    const after = "# new\r\n*.gen linguist-generated   -text\r\n* text=auto\r\n";

    expect(linguistLines([{ folder: "", text: before }])).toEqual([
      { folder: "", lines: ["*.gen linguist-generated"] },
    ]);
    expect(linguistLines([{ folder: "", text: after }])).toEqual(
      linguistLines([{ folder: "", text: before }]),
    );
  });
});

describe("a line", () => {
  it.each([
    ["as long as git reads one", 2_047, true],
    ["that is longer", 2_048, undefined],
  ])("%s is read, and no other", (_, length, generated) => {
    const rest = " linguist-generated";

    expect(
      parseGitattributes(`${"a".repeat(length - rest.length)}${rest}`)("a".repeat(length - rest.length)),
    ).toEqual(generated === undefined ? {} : { generated });
  });

  it("with one name that is wrong says nothing", () => {
    expect(parseGitattributes("* linguist-generated a$b")("a")).toEqual({});
  });
});

describe("a hostile file of attributes", () => {
  it.each([
    ["*a".repeat(998), "a".repeat(4_000)],
    [`${"**/a/".repeat(380)}b*`, "a/".repeat(2_000)],
  ])("is read no further than a path of it takes 500,000 steps: %.20s", (pattern, path) => {
    const declare = parseGitattributes(
      `* linguist-generated\n${`${pattern}x linguist-vendored\n`.repeat(2_000)}`,
    );

    // Lines that come before it are not reached: the last line is read first.
    expect(declare(`${path}x`)).toEqual({});
    expect(declare("a")).toEqual({ generated: true });
  });
});
