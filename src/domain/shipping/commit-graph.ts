/**
 * The part of a repository's commit graph that is known: each commit's parents.
 *
 * The graph is cut off where nothing was read; a parent without an entry of its own is such a boundary.
 */
export type CommitGraph = ReadonlyMap<string, readonly string[]>;

/** The commits reachable from `sha`, itself included, without entering any commit of `known`. */
export function reachableFrom(
  graph: CommitGraph,
  sha: string,
  known: ReadonlySet<string> = new Set(),
): Set<string> {
  const reached = new Set<string>();
  const queue = [sha];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (reached.has(next) || known.has(next)) continue;
    reached.add(next);
    queue.push(...(graph.get(next) ?? []));
  }
  return reached;
}

/** Whether `ancestor` is reachable from `sha`; a commit is its own ancestor. */
export function isAncestor(graph: CommitGraph, ancestor: string, sha: string): boolean {
  const seen = new Set([sha]);
  // A set yields what is added while it is walked, so this is a breadth-first search: near ancestors come first.
  for (const next of seen) {
    if (next === ancestor) return true;
    for (const parent of graph.get(next) ?? []) seen.add(parent);
  }
  return false;
}
