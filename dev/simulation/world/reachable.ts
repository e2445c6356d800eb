import type { CommitGraph } from "../../../src/domain/shipping/commit-graph.ts";

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
    queue.push(...(graph.get(next)?.parents ?? []));
  }
  return reached;
}
