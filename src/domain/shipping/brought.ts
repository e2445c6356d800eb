/** What of a commit tells whether it brings the content of its parents. */
export interface ContentCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly tree: string;
}

/** The first parent of a merge among some commits that lies outside of them: whose content has to be known to tell what the merge brings. */
export function parentsOutside(commits: readonly ContentCommit[]): string[] {
  const inside = new Set(commits.map(({ sha }) => sha));
  const firsts = commits.flatMap(({ parents: [first, ...others] }) =>
    first !== undefined && others.length > 0 && !inside.has(first) ? [first] : [],
  );
  return [...new Set(firsts)];
}

/**
 * Leaves out the commits of a branch whose content it does not bring.
 *
 * A merge with the content of its first parent brings nothing of its others; what is reached by those alone is left out.
 * `trees` holds the content of what lies outside; where that is not known, the merge is taken to bring what it merges.
 */
export function broughtBy<Commit extends ContentCommit>(
  head: string,
  commits: readonly Commit[],
  trees: ReadonlyMap<string, string>,
): readonly Commit[] {
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
  const treeOf = (sha: string) => bySha.get(sha)?.tree ?? trees.get(sha);
  const isEmptyMerge = ({ parents: [first, ...others], tree }: ContentCommit) =>
    first !== undefined && others.length > 0 && treeOf(first) === tree;
  const empty = commits.filter(isEmptyMerge);
  if (empty.length === 0 || !bySha.has(head)) return commits;
  const isEmpty = new Set(empty);
  const reach = (from: readonly string[], parentsOf: (commit: Commit) => readonly string[]) => {
    const reached = new Set(from);
    // A set yields what is added while it is walked.
    for (const sha of reached) {
      const commit = bySha.get(sha);
      if (commit !== undefined) for (const parent of parentsOf(commit)) reached.add(parent);
    }
    return reached;
  };
  const brought = reach([head], (commit) =>
    isEmpty.has(commit) ? commit.parents.slice(0, 1) : commit.parents,
  );
  const merged = empty.flatMap(({ parents }) => parents.slice(1));
  const leftOut = reach(merged, ({ parents }) => parents);
  return commits.filter(({ sha }) => brought.has(sha) || !leftOut.has(sha));
}
