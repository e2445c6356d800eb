import { type GraphCommit, newCommits } from "./commit-graph.ts";

/** A commit, with the fields that decide whether it brings the content of its parents. */
interface ContentCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly tree: string;
}

/** Whether a commit has the content of its first parent, and so brings nothing. */
export function isUnchanged(
  { parents: [first], tree }: GraphCommit,
  treeOf: (sha: string) => string | undefined,
): boolean {
  return first !== undefined && tree !== undefined && treeOf(first) === tree;
}

/** Whether a merge has the content of its first parent, and so brings nothing of the others. */
export function isEmptyMerge(commit: GraphCommit, treeOf: (sha: string) => string | undefined): boolean {
  return commit.parents.length > 1 && isUnchanged(commit, treeOf);
}

/** The first parents of merges that are not among the commits. Their content decides whether such a merge is empty. */
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
 * These are the empty merges, and the commits that only their other parents reach. The head stays, since it names the
 * branch.
 *
 * `trees` holds the content of commits outside. Where it is unknown, the merge counts as bringing its other parents.
 */
export function broughtBy<Commit extends ContentCommit>(
  head: string,
  commits: readonly Commit[],
  trees: ReadonlyMap<string, string>,
): readonly Commit[] {
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
  const treeOf = (sha: string) => bySha.get(sha)?.tree ?? trees.get(sha);
  const empty = commits.filter((commit) => isEmptyMerge(commit, treeOf));
  if (empty.length === 0 || !bySha.has(head)) return commits;
  const isOutside = (sha: string) => !bySha.has(sha);
  const content = new Map(bySha);
  for (const merge of empty) content.set(merge.sha, { ...merge, parents: merge.parents.slice(0, 1) });
  const brought = new Set(newCommits(content, head, isOutside));
  const merged = empty.flatMap(({ parents }) => parents.slice(1));
  const leftOut = new Set(merged.flatMap((sha) => newCommits(bySha, sha, isOutside)));
  const isEmpty = new Set(empty.filter(({ sha }) => sha !== head).map(({ sha }) => sha));
  return commits.filter(({ sha }) => !isEmpty.has(sha) && (brought.has(sha) || !leftOut.has(sha)));
}
