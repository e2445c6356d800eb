import TinyQueue from "tinyqueue";
import { NotLoaded } from "./loaded-facts.ts";

/**
 * The commits that production has held, numbered in the order of their arrival, parents before children.
 *
 * The numbers make questions of ancestry cheap. A commit with a smaller number cannot be a descendant, so a walk ends
 * early and never reads the whole history.
 */
export interface CommitOrder {
  /** A commit's number; `undefined` when production never held it, or when it was not loaded. */
  positionOf(sha: string): number | undefined;
  parentsOf(sha: string): readonly string[];
}

/** Whether `ancestor` is reachable from `sha`; a commit is its own ancestor. Both must be numbered. */
export function isAncestor(order: CommitOrder, ancestor: string, sha: string): boolean {
  const lowest = order.positionOf(ancestor) ?? Number.POSITIVE_INFINITY;
  const queue = newestFirst([sha], order);
  const queued = new Set([sha]);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next === ancestor) return true;
    if ((order.positionOf(next) ?? 0) < lowest) return false;
    for (const parent of order.parentsOf(next)) {
      if (queued.has(parent) || order.positionOf(parent) === undefined) continue;
      queued.add(parent);
      queue.push(parent);
    }
  }
  return false;
}

/**
 * The commits reachable from any of `heads` and from none of `others`, as `git rev-list heads --not others`.
 *
 * The work grows with the difference, not with the history. Throws `NotLoaded` when the difference was not loaded.
 */
export function commitsOnlyIn(
  order: CommitOrder,
  heads: readonly string[],
  others: readonly string[],
): string[] {
  const found: string[] = [];
  const excluded = new Set(others);
  const queued = new Set([...heads, ...others]);
  const queue = newestFirst([...queued], order);
  let candidates = [...queued].filter((sha) => !excluded.has(sha)).length;
  while (candidates > 0) {
    const sha = queue.pop() ?? "";
    const isExcluded = excluded.has(sha);
    if (!isExcluded) {
      found.push(sha);
      candidates--;
    }
    for (const parent of order.parentsOf(sha)) {
      if (order.positionOf(parent) === undefined) {
        if (isExcluded) continue;
        throw new NotLoaded(parent);
      }
      if (isExcluded && !excluded.has(parent)) {
        excluded.add(parent);
        if (queued.has(parent)) candidates--;
      }
      if (queued.has(parent)) continue;
      queued.add(parent);
      queue.push(parent);
      if (!isExcluded) candidates++;
    }
  }
  return found;
}

function newestFirst(shas: string[], order: CommitOrder): TinyQueue<string> {
  const position = (sha: string) => order.positionOf(sha) ?? 0;
  return new TinyQueue(shas, (a, b) => position(b) - position(a));
}
