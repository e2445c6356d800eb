import type { CommitText } from "../domain/attribution/commit-text.ts";

/** A commit as a clone holds it. */
export interface GitCommit extends CommitText {
  readonly sha: string;
}

/** What git prints of each commit, in the order of `toCommit`. */
export const COMMIT_FIELDS = ["%H", "%an", "%ae", "%cn", "%ce", "%B", "%N"] as const;

/**
 * The arguments that make git print every commit that it is asked for; the fields of the format are parted by NULs.
 *
 * No field can hold a NUL: git ends messages at one, and breaks the line of a note there. Every setting that could add
 * to the output is overruled; checking signatures would even run a program that the repository names.
 */
export function logArguments(format: string): readonly string[] {
  return [
    ...["-c", "log.showRoot=true"],
    "log",
    "-z",
    `--format=${format}`,
    "--encoding=UTF-8",
    "--no-show-signature",
    "--no-color",
    "--no-notes",
    "--notes=refs/notes/ai",
  ];
}

/** Those for what commits change, file by file: merge commits too, against their first parent. */
export const DIFF_ARGUMENTS = [
  "--no-renames",
  "--no-ext-diff",
  "--no-textconv",
  "--no-relative",
  "--diff-merges=first-parent",
];

/** Reads a commit from its fields; `field` gives each by its place in `COMMIT_FIELDS`. */
export function toCommit(field: (offset: number) => string): GitCommit {
  return {
    sha: field(0),
    author: { name: field(1), email: field(2) },
    committer: { name: field(3), email: field(4) },
    message: field(5),
    note: field(6),
  };
}
