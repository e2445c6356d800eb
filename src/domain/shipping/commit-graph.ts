/** A commit's place in history. */
export interface GraphCommit {
  readonly parents: readonly string[];
  /** The id of its tree: equal trees are equal content. Absent when nobody read it. */
  readonly tree?: string | undefined;
}

/**
 * The known part of a repository's commit graph.
 *
 * A parent without an entry is a boundary: nothing was read beyond it.
 */
export type CommitGraph = ReadonlyMap<string, GraphCommit>;

/** The commits reachable from `sha` without passing a commit that `isKnown` accepts, parents before children. */
export function newCommits(
  graph: Pick<CommitGraph, "get">,
  sha: string,
  isKnown: (sha: string) => boolean,
): readonly string[] {
  if (isKnown(sha)) return [];
  const ordered = new Set<string>();
  const entered = new Set<string>();
  const stack = [sha];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const depth = stack.length;
    if (!entered.has(top)) {
      entered.add(top);
      // The first parent's history comes first, so that the order does not depend on other known commits.
      const parents = graph.get(top)?.parents ?? NO_PARENTS;
      for (let at = parents.length - 1; at >= 0; at--) {
        const parent = parents[at];
        if (parent !== undefined && !ordered.has(parent) && !isKnown(parent)) stack.push(parent);
      }
    }
    if (stack.length === depth) ordered.add(stack.pop() ?? top);
  }
  return [...ordered];
}

const NO_PARENTS: readonly string[] = [];
