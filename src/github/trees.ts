/** The ids of the content of commits, by their shas. */
export type Trees = ReadonlyMap<string, string>;

/** The content id of a fetched commit; an older server may leave it out. */
export function treesOf(
  fetched: { readonly sha: string; readonly commit: { readonly tree: { readonly sha: string } } } | undefined,
): Trees {
  return new Map(fetched === undefined ? [] : [[fetched.sha, fetched.commit.tree.sha]]);
}
