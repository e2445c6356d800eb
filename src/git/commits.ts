import type { CommitText } from "../domain/attribution/commit-text.ts";
import { gitOutput } from "./git-output.ts";
import { readRecords } from "./records.ts";

/** A commit as a clone holds it. */
export interface GitCommit extends CommitText {
  readonly sha: string;
}

const FIELDS = ["%H", "%an", "%ae", "%cn", "%ce", "%B", "%N"];

/**
 * The arguments that make git print every commit reachable from HEAD, newest first, each field ended by a NUL.
 *
 * No field can hold a NUL: git ends messages at one, and breaks the line of a note there. Every setting that could add
 * to the output is overruled; checking signatures would even run a program that the repository names.
 */
export const LOG_ARGUMENTS: readonly string[] = [
  "log",
  "-z",
  `--format=${FIELDS.join("%x00")}`,
  "--encoding=UTF-8",
  "--no-show-signature",
  "--no-color",
  "--no-notes",
  "--notes=refs/notes/ai",
  "HEAD",
  "--",
];

/** The commits of a clone, work tree or bare, in batches as git prints them. Throws a `GitError` when git cannot. */
export async function* readCommits(path: string): AsyncGenerator<readonly GitCommit[]> {
  let fields: readonly string[] = [];
  for await (const more of readRecords(gitOutput(path, LOG_ARGUMENTS), "\0")) {
    fields = fields.length === 0 ? more : [...fields, ...more];
    const whole = fields.length - (fields.length % FIELDS.length);
    yield toCommits(fields, whole);
    fields = fields.slice(whole);
  }
}

function toCommits(fields: readonly string[], end: number): GitCommit[] {
  const commits: GitCommit[] = [];
  for (let at = 0; at < end; at += FIELDS.length) {
    const field = (offset: number) => fields[at + offset] ?? "";
    commits.push({
      sha: field(0),
      author: { name: field(1), email: field(2) },
      committer: { name: field(3), email: field(4) },
      message: field(5),
      note: field(6),
    });
  }
  return commits;
}
