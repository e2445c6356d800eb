import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseTrailers } from "../../../dev/simulation/trailers.ts";
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

// One process for all messages: git prints their trailers one after another, so every second file is a mark.
function gitTrailers(generated: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "trailers-"));
  try {
    writeFileSync(join(folder, "mark"), "title\n\nEnd-of-message: mark\n");
    const files = generated.flatMap((message, index) => {
      writeFileSync(join(folder, `${index}`), message);
      return [`${index}`, "mark"];
    });
    const options = ["interpret-trailers", "--parse", "--no-divider", ...files];
    const output = execFileSync("git", options, { cwd: folder, timeout: HANGING_MS });
    return output.toString().split("End-of-message: mark\n").slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function printed(message: string): string {
  return parseTrailers(message)
    .map(({ key, value }) => `${key}: ${value}\n`)
    .join("");
}

it("finds the trailers of a stored message that git finds", () => {
  fc.assert(
    fc.property(messages([...LINES, SCISSORS]), (generated) => {
      const expected = gitTrailers(generated);

      const actual = generated.map(printed);

      const different = generated.flatMap((message, at) =>
        actual[at] === expected[at] ? [] : [{ message, ours: actual[at], git: expected[at] }],
      );
      expect(different.slice(0, 3)).toEqual([]);
    }),
    // Four hundred messages a run, for which git is asked once: 10,800 in all.
    { numRuns: runs(27), endOnFailure: true },
  );
});
