/**
 * The role of a commit in a change.
 *
 * `own`: work of the change. `merge`: a merge commit in its branch. `pushed`: a commit that a push brought to the
 * default branch. `landed`: a commit of a push that landed a pull request. `carrier`: a commit that carries the change
 * to production. `restating`: an own commit that only reverts or repeats others.
 */
export type CommitRole = "own" | "merge" | "pushed" | "landed" | "carrier" | "restating";
