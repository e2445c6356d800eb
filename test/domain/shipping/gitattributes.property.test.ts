import { execFileSync, type StdioOptions } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRepository } from "../../../dev/simulation/clone/repository.ts";
import {
  compileGitattributes,
  type DeclaredFile,
  linguistLines,
} from "../../../src/domain/shipping/gitattributes.ts";
import { HANGING_MS, runs } from "../../support/limits.ts";

const KINDS = ["generated", "vendored", "documentation"] as const;
const FOLDERS = ["", "a", "a/b", "ü"];
const NO_CONFIG = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: "1" };

/** Of few parts, so that patterns often cover paths. */
const part = fc.constantFrom(
  ...["a", "b", "ab", "A", "ü", "é", ".ts", " ", "-", "!", "#", "*", "[a]", "\\", "{a,b}", '"'],
);
const name = fc
  .array(part, { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join(""))
  .filter((text) => !/^\.{1,2}$/.test(text));
const path = fc
  .tuple(fc.constantFrom(...FOLDERS, "", "b"), fc.array(name, { minLength: 1, maxLength: 3 }))
  .map(([folder, names]) => [folder, ...names].filter(Boolean).join("/"));

const wildcard = fc.constantFrom(
  ...["*", "**", "***", "?", "??", "/", "/", "**/", "/**", "/**/", "\\", "\\a", "\\*", "\\\\", "\\/"],
  ...[
    "[ab]",
    "[!a]",
    "[^a]",
    "[a-c]",
    "[c-a]",
    "[]a]",
    "[!]a]",
    "[a-]",
    "[-a]",
    "[a\\-c]",
    "[\\]]",
    "[/]",
    "[a/b]",
  ],
  ...[
    "[[:alpha:]]",
    "[[:upper:]]",
    "[[:space:]]",
    "[[:punct:]]",
    "[![:alnum:]]",
    "[[:a]",
    "[[:]",
    "[[:x:]]",
    "[[::]]",
  ],
  ...["[", "]", "[a", "[\u00fc]", "[!\u00fc]", "[[:cntrl:][:digit:]b]", "[a-c-e]"],
);
const pattern = fc
  .array(fc.oneof({ weight: 2, arbitrary: part }, { weight: 3, arbitrary: wildcard }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(""));
/** A pattern that is made of a path, so that it covers one for sure. */
const likely = fc.tuple(path, fc.constantFrom("*", "**", "?", "", "**/", "/")).map(([text, wild]) => {
  const last = text.slice(text.lastIndexOf("/") + 1);
  return `${wild}${last.slice(wild === "" || wild.endsWith("/") ? 0 : 1)}`.replaceAll(/[ \t]/g, "?");
});

/** In git's quotes, with some bytes as octal numbers. */
function quoted([text, isOctal]: readonly [string, boolean]): string {
  const bytes = [...new TextEncoder().encode(text)].map((byte) => {
    const character = String.fromCharCode(byte);
    if (character === '"' || character === "\\") return `\\${character}`;
    return isOctal || byte > 126 ? `\\${byte.toString(8).padStart(3, "0")}` : character;
  });
  return `"${bytes.join("")}"`;
}

const written = fc.oneof(
  { weight: 4, arbitrary: pattern.map((text) => text.replaceAll(" ", "?")) },
  { weight: 4, arbitrary: likely },
  { weight: 2, arbitrary: fc.tuple(pattern, fc.boolean()).map(quoted) },
  { weight: 1, arbitrary: pattern.map((text) => `"${text}"`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("*", "**", "/*", "a/*", "*.ts", "!a", "\\!a", "#a", '"!a"', "[attr]", "/"),
  },
);
const word = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom("", "", "", "-", "!"),
        fc.constantFrom(...KINDS.map((kind) => `linguist-${kind}`), "m1", "m2", "m3"),
        fc.constantFrom("", "", "", "=true", "=false", "=", "=1"),
      )
      .map((parts) => parts.join("")),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "text",
      "eol=lf",
      "binary",
      "-diff",
      "-",
      "=",
      "a$b",
      "--a",
      "linguist-generated-by=x",
    ),
  },
);
const line = fc
  .record({
    indent: fc.constantFrom("", "", "", " ", "\t"),
    starts: fc.oneof(
      { weight: 8, arbitrary: written },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          "[attr]m1",
          "[attr]m2",
          "[attr]m3",
          "[attr]binary",
          '"[attr]m1"',
          '"[attr] m2 x"',
          "[attr]-x",
        ),
      },
    ),
    gap: fc.constantFrom(" ", " ", "\t", "  \t", "\r ", "\f"),
    words: fc.array(word, { maxLength: 3 }),
    ending: fc.constantFrom("", "", "", " ", "\r"),
  })
  .map(({ indent, starts, gap, words, ending }) => `${indent}${[starts, ...words].join(gap)}${ending}\n`);
const odd = fc.constantFrom(
  "\n",
  "# a comment\n",
  "  # another\n",
  `${"a".repeat(2_060)} linguist-generated\n`,
  "*\n",
);
const text = fc
  .tuple(
    fc.constantFrom("", "", "", "\uFEFF"),
    fc.array(fc.oneof({ weight: 8, arbitrary: line }, { weight: 1, arbitrary: odd }), {
      minLength: 1,
      maxLength: 5,
    }),
  )
  .map(([mark, lines]) => mark + lines.join(""));
/** The `.gitattributes` of some folders. */
const files = fc
  .tuple(...FOLDERS.map((folder) => fc.option(text, { freq: folder === "" ? 8 : 2 })))
  .map((texts) =>
    texts.flatMap((each, index) => (each === null ? [] : [{ folder: FOLDERS[index] ?? "", text: each }])),
  );

/** What git itself says of paths, in a repository with such files. */
function askGit(
  root: string,
  texts: readonly { readonly folder: string; readonly text: string }[],
  paths: readonly string[],
): DeclaredFile[] {
  for (const folder of FOLDERS) rmSync(join(root, folder, ".gitattributes"), { force: true });
  for (const { folder, text: content } of texts) {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, ".gitattributes"), content);
  }
  const names = KINDS.map((kind) => `linguist-${kind}`);
  // What it says of lines that it ignores is not of interest.
  const stdio: StdioOptions = ["pipe", "pipe", "ignore"];
  const asked = {
    cwd: root,
    input: `${paths.join("\0")}\0`,
    encoding: "utf8",
    env: NO_CONFIG,
    stdio,
  } as const;
  const told = execFileSync("git", ["check-attr", "-z", "--stdin", ...names], asked).split("\0");
  return paths.map((_, index) => {
    const entries = KINDS.flatMap((kind, at) => {
      const value = told[(index * KINDS.length + at) * 3 + 2];
      return value === "unspecified" ? [] : [[kind, value !== "unset" && value !== "false"] as const];
    });
    return Object.fromEntries(entries);
  });
}

describe("attributes", () => {
  it("R21: are those that git finds, whatever the files and paths", { timeout: HANGING_MS }, () => {
    const { path: root } = createRepository();
    fc.assert(
      fc.property(files, fc.array(path, { minLength: 1, maxLength: 12 }), (texts, paths) => {
        const declare = compileGitattributes(linguistLines(texts));

        expect(paths.map((each) => declare(each))).toEqual(askGit(root, texts, paths));
      }),
      { numRuns: runs(200) },
    );
  });

  it("that are kept say the same again, and are the same when they are kept again", () => {
    fc.assert(
      fc.property(files, fc.array(path, { maxLength: 12 }), (texts, paths) => {
        const kept = linguistLines(texts);
        const again = linguistLines(kept.map(({ folder, lines }) => ({ folder, text: lines.join("\n") })));

        expect(again).toEqual(kept);
        expect(paths.map(compileGitattributes(again))).toEqual(paths.map(compileGitattributes(kept)));
      }),
      { numRuns: runs(200) },
    );
  });
});
