/** A commit's place in history. */
export interface GraphCommit {
  readonly parents: readonly string[];
  /** The id of its tree: equal trees are equal content. Absent when it was not read. */
  readonly tree?: string | undefined;
}

/**
 * The part of a repository's commit graph that is known.
 *
 * The graph is cut off where nothing was read; a parent without an entry of its own is such a boundary.
 */
export type CommitGraph = ReadonlyMap<string, GraphCommit>;

/** The commits reachable from `sha` that `isKnown` does not stop at, parents before children. */
export function newCommits(
  graph: Pick<CommitGraph, "get">,
  sha: string,
  isKnown: (sha: string) => boolean,
): readonly string[] {
  const ordered = new Set<string>();
  const entered = new Set<string>();
  const stack = [sha];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const waiting = entered.has(top)
      ? []
      : (graph.get(top)?.parents ?? []).filter((parent) => !ordered.has(parent) && !isKnown(parent));
    entered.add(top);
    // The first parent's history is walked first, so that the order is the same whatever else is known.
    if (waiting.length > 0) stack.push(...waiting.toReversed());
    else ordered.add(stack.pop() ?? top);
  }
  return isKnown(sha) ? [] : [...ordered];
}
