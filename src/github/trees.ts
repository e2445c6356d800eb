/** The ids of the content of commits, by their shas. */
export type Trees = ReadonlyMap<string, string>;

/** The content of a commit that GitHub tells beside what was asked for; an older server may leave it out. */
export function treesOf(
  told: { readonly sha: string; readonly commit: { readonly tree: { readonly sha: string } } } | undefined,
): Trees {
  return new Map(told === undefined ? [] : [[told.sha, told.commit.tree.sha]]);
}
