import type { CloneCommit } from "./clone-commit.ts";

/** The commits that joined the default branch at once: a pull request, or a push. */
export interface Unit {
  /** The pull request; `undefined` for a push. */
  readonly pull: string | undefined;
  /** The commit with which it joined: the merge, the squash, or the last commit pushed. */
  readonly end: CloneCommit;
  /** Its own commits, oldest first, without merge commits. */
  readonly own: CloneCommit[];
  readonly merges: CloneCommit[];
  /** Its own commits that may be pull requests squashed without a number. */
  readonly squashed: Set<string>;
  /** The units within it, which it merged. */
  readonly others: Unit[];
}
