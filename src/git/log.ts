import type { CommitText } from "../domain/attribution/commit-text.ts";

/** A commit of a clone. */
export interface GitCommit extends CommitText {
  readonly sha: string;
}

/** The fields that git prints of each commit, in the order of `toCommit`. */
export const COMMIT_FIELDS = ["%H", "%an", "%ae", "%cn", "%ce", "%B", "%N"] as const;

/**
 * The arguments with which git prints commits; NULs separate the fields of the format.
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

/** The arguments with which git prints the changed files of commits; a merge commit against its first parent. */
export const DIFF_ARGUMENTS = [
  "--no-renames",
  "--no-ext-diff",
  "--no-textconv",
  "--no-relative",
  "--diff-merges=first-parent",
];

/** Reads a commit from its fields; `field` returns one by its place in `COMMIT_FIELDS`. */
export function toCommit(field: (offset: number) => string): GitCommit {
  return {
    sha: field(0),
    author: { name: field(1), email: field(2) },
    committer: { name: field(3), email: field(4) },
    message: field(5),
    note: field(6),
  };
}
