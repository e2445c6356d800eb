import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { TrailerRules } from "../../../src/domain/attribution/trailer-block.ts";
import { parseTrailers } from "../../../src/domain/attribution/trailers.ts";
import { HANGING_MS, runs } from "../../support/limits.ts";

const SCISSORS = "# ------------------------ >8 ------------------------";
const LINES = [
  "Signed-off-by: A <a@b.c>",
  "(cherry picked from commit 0123abc)",
  "Co-authored-by: Claude <noreply@anthropic.com>",
  "Fixes: #1",
  "Key : spaced",
  "key:unspaced",
  "Empty:",
  "Acked",
  "two words: no key",
  ": no key",
  "-dash: key",
  "  continued",
  "\tcontinued by a tab ",
  " looks: like a key",
  "prose that is no trailer",
  "https://example.org/a",
  "# comment",
  "# key: in a comment",
  "Conflicts:",
  "\tfile.c",
  "---",
  "--- a/file.c",
  "----",
  "---------",
  "   ",
  "",
  "",
  "",
  "\r",
];
const ENDING = fc.constantFrom("\n", "\n", "\n", "\r\n");

// A title, a body and a last paragraph, so that most messages come near to having a trailer block.
function messages(lines: readonly string[]): fc.Arbitrary<string[]> {
  const line = fc.constantFrom(...lines);
  const body = fc.oneof(
    fc.constant([]),
    fc.array(line, { maxLength: 4 }).map((rest) => ["", "a body", ...rest]),
  );
  const message = fc
    .tuple(
      fc.array(line, { maxLength: 3 }),
      body,
      fc.array(line, { minLength: 1, maxLength: 8 }),
      ENDING,
      fc.boolean(),
    )
    .map(([title, middle, last, ending, isTerminated]) => {
      return [...title, ...middle, "", ...last].join(ending) + (isTerminated ? ending : "");
    });
  return fc.array(message, { minLength: 400, maxLength: 400 });
}

interface GitRun {
  readonly options: readonly string[];
  readonly keys?: readonly string[] | undefined;
}

// One process for all messages: git prints their trailers one after another, so every second file is a mark.
function gitTrailers(generated: readonly string[], { options, keys = [] }: GitRun): string[] {
  const folder = mkdtempSync(join(tmpdir(), "trailers-"));
  try {
    writeFileSync(join(folder, "mark"), "title\n\nEnd-of-message: mark\n");
    const files = generated.flatMap((message, index) => {
      writeFileSync(join(folder, `${index}`), message);
      return [`${index}`, "mark"];
    });
    const configuration = keys.flatMap((key) => ["-c", `trailer.${key}.key=${key}`]);
    const output = execFileSync(
      "git",
      [...configuration, "interpret-trailers", "--parse", ...options, ...files],
      { cwd: folder, timeout: HANGING_MS },
    );
    return output.toString().split("End-of-message: mark\n").slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function printed(message: string, rules: TrailerRules): string {
  return parseTrailers(message, rules)
    .map(({ key, value }) => `${key}: ${value}\n`)
    .join("");
}

it.each([
  {
    name: "a stored message",
    options: ["--no-divider"],
    rules: {} as TrailerRules,
    lines: [...LINES, SCISSORS],
  },
  // Without scissors: git 2.39 never returns when they follow a divider.
  { name: "a mailed patch", options: [], rules: { divider: true } as TrailerRules, lines: LINES },
  {
    name: "configured keys",
    options: ["--no-divider"],
    rules: { keys: ["Fixes"] } as TrailerRules,
    lines: LINES,
  },
])("finds the trailers of $name that git finds", ({ options, rules, lines }) => {
  fc.assert(
    fc.property(messages(lines), (generated) => {
      const expected = gitTrailers(generated, { options, keys: rules.keys });

      const actual = generated.map((message) => printed(message, rules));

      const different = generated.flatMap((message, at) =>
        actual[at] === expected[at] ? [] : [{ message, ours: actual[at], git: expected[at] }],
      );
      expect(different.slice(0, 3)).toEqual([]);
    }),
    // Four hundred messages a run, for which git is asked once: 10,800 in all.
    { numRuns: runs(9), endOnFailure: true },
  );
});
