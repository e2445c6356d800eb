/**
 * What part a commit has in a change.
 *
 * `own` is its work, `merge` a merge commit in its branch, `pushed` what a push brought to the default branch, `landed`
 * what of a push landed a pull request, `carrier` what carries it to production, `restating` what of its work only takes
 * back or repeats others.
 */
export type CommitRole = "own" | "merge" | "pushed" | "landed" | "carrier" | "restating";
