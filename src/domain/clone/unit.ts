import type { CloneCommit } from "./clone-commit.ts";

/** What became part of the default branch at once: a pull request, or what somebody pushed. */
export interface Unit {
  /** The pull request; `undefined` for a push. */
  readonly pull: string | undefined;
  /** The commit with which it became part: the merge, the squash, or the last commit pushed. */
  readonly end: CloneCommit;
  /** Its own commits, oldest first, merge commits apart. */
  readonly own: CloneCommit[];
  readonly merges: CloneCommit[];
  /** Which of its own may be pull requests squashed without a number. */
  readonly squashed: Set<string>;
  /** The units of their own in what it merged. */
  readonly others: Unit[];
}
