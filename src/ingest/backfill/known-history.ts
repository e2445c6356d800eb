import { setImmediate as turn } from "node:timers/promises";
import type { KnownRange } from "../../domain/records/backfill.ts";
import { type CommitOrder, commitsOnlyIn } from "../../domain/shipping/commit-order.ts";
import type { Range } from "../../domain/shipping/ranges.ts";
import type { CommitStore } from "../../storage/commits.ts";

/** Answers questions about a default branch's history from the stored commits. */
export interface KnownHistory {
  /** Whether every commit of a range is stored. */
  isKnown(range: Range): boolean;
  /** The commits of a range, oldest first; `undefined` where not all are stored. */
  commitsOf(range: Range): readonly string[] | undefined;
}

type Graph = ReadonlyMap<string, readonly string[]>;

const PER_TURN = 1_000;

/** Loads the stored commits of a repository, a part at a time. */
export async function loadKnownHistory(
  commits: Pick<CommitStore, "listParents">,
  repositoryId: number,
  knownRange: KnownRange | undefined,
): Promise<KnownHistory> {
  const graph = new Map<string, readonly string[]>();
  for (let after = ""; ; ) {
    const page = await commits.listParents(repositoryId, { after, limit: PER_TURN });
    for (const [sha, parents] of page) graph.set(sha, parents);
    if (page.length < PER_TURN) return createKnownHistory(graph, knownRange);
    after = page.at(-1)?.[0] ?? after;
    await turn();
  }
}

/**
 * Answers from a graph in which the range of the default branch was read completely.
 *
 * Every commit that the head of that range reaches is stored, or is reached by its base. So the commits between two of
 * its commits are known when the earlier one comes after the base: every commit between them is stored.
 */
export async function createKnownHistory(
  graph: Graph,
  knownRange: KnownRange | undefined,
): Promise<KnownHistory> {
  const base = knownRange?.isComplete ? knownRange.base : undefined;
  const order = base === undefined ? undefined : await orderOf(graph, { base, head: knownRange?.head ?? "" });
  const isInside = ({ base: from, head }: Range) =>
    order !== undefined && (head === base || order.positionOf(head) !== undefined) && order.comesAfter(from);
  return {
    isKnown: isInside,
    commitsOf(range) {
      const [parent, ...others] = graph.get(range.head) ?? [];
      if (parent === range.base && others.length === 0) return [range.head];
      return order && isInside(range)
        ? commitsOnlyIn(order, [range.head], [range.base]).reverse()
        : undefined;
    },
  };
}

interface RangeOrder extends CommitOrder {
  /** Whether a commit is the base, or comes after it. */
  comesAfter(sha: string): boolean;
}

async function orderOf(graph: Graph, range: Range): Promise<RangeOrder> {
  const { base } = range;
  const parentsOf = (sha: string) => graph.get(sha) ?? [];
  const shas = await parentsFirst(graph, range);
  const positions = new Map(shas.map((sha, position) => [sha, position]));
  positions.set(base, -1);
  const later = new Set([base]);
  for (const sha of shas) if (parentsOf(sha).some((parent) => later.has(parent))) later.add(sha);
  return {
    positionOf: (sha) => positions.get(sha),
    // Unnumbered commits are behind the base.
    parentsOf: (sha) => (sha === base ? [] : parentsOf(sha).filter((parent) => positions.has(parent))),
    comesAfter: (sha) => later.has(sha),
  };
}

/**
 * The commits that the head reaches without passing the base, parents before children. Like `newCommits`, a part at a
 * time.
 */
async function parentsFirst(graph: Graph, { base, head }: Range): Promise<string[]> {
  const ordered = new Set<string>();
  const entered = new Set<string>();
  const isOpen = (sha: string) => sha !== base && graph.has(sha) && !ordered.has(sha);
  const stack = isOpen(head) ? [head] : [];
  for (let top = stack.at(-1), steps = 1; top !== undefined; top = stack.at(-1), steps++) {
    const waiting = entered.has(top) ? [] : (graph.get(top) ?? []).filter(isOpen);
    entered.add(top);
    if (waiting.length > 0) stack.push(...waiting.toReversed());
    else ordered.add(stack.pop() ?? top);
    if (steps % PER_TURN === 0) await turn();
  }
  return [...ordered];
}
