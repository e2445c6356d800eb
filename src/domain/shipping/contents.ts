import { isUnchanged } from "./brought.ts";
import { newCommits } from "./commit-graph.ts";
import { commitsOnlyIn, isAncestor } from "./commit-order.ts";
import type { JudgedEvent } from "./deployment.ts";
import { droppedWith, orderOf, type Return, type TimelineState } from "./timeline-state.ts";

/**
 * The most commits with the same content that are kept. Content that goes back and forth more often is not followed.
 */
export const MOST_OF_TREE = 20;

/**
 * Finds the commits that restore the content of ancestors, and the commits since all of these. A commit without changes
 * is no return.
 */
export function recognizeReturns(state: TimelineState, numbered: readonly string[]): Return[] {
  const order = orderOf(state);
  const found: Return[] = [];
  for (const sha of numbered) {
    const { tree, parents: [parent, ...others] = [] } = state.graph.get(sha) ?? {};
    if (tree === undefined) continue;
    const isUnchanged = parent !== undefined && state.graph.get(parent)?.tree === tree;
    // An empty merge has commits in its history whose content it does not have.
    if (isUnchanged && others.length > 0) continue;
    const makers = state.makersOfTree.get(tree) ?? [];
    state.makersOfTree.set(tree, [sha, ...makers].slice(0, MOST_OF_TREE));
    if (parent === undefined || isUnchanged) continue;
    const same = makers.filter((maker) => isAncestor(order, maker, parent));
    if (same.length === 0) continue;
    const reverted = withoutHeld(state, commitsOnlyIn(order, [parent], same));
    if (reverted.length > 0) found.push({ sha, reverted });
  }
  return found;
}

/**
 * Leaves out the merges of branches that the restored content already held. Only the commits into which they were
 * merged are newer.
 */
function withoutHeld({ graph }: TimelineState, since: readonly string[]): string[] {
  const isSince = new Set(since);
  return since.filter((sha) => {
    const [, ...merged] = graph.get(sha)?.parents ?? [];
    return merged.length === 0 || merged.some((parent) => isSince.has(parent));
  });
}

/** The commits held so far with the content of one. */
export function makersLike({ graph, makersOfTree }: TimelineState, sha: string): readonly string[] {
  const tree = graph.get(sha)?.tree;
  return (tree === undefined ? undefined : makersOfTree.get(tree)) ?? [];
}

/** The time at which the content of a commit was first deployed. */
export function firstDeployed({ graph, deployedTrees }: TimelineState, sha: string): Date | undefined {
  const tree = graph.get(sha)?.tree;
  return tree === undefined ? undefined : deployedTrees.get(tree);
}

/** Remembers the time at which the content of a commit was first deployed. */
export function noteDeployed({ graph, deployedTrees }: TimelineState, sha: string, at: Date): void {
  const tree = graph.get(sha)?.tree;
  if (tree !== undefined && !deployedTrees.has(tree)) deployedTrees.set(tree, at);
}

/**
 * The commits that a deployment reaches without bringing their content, and the earlier ones of these whose content it
 * brings now.
 */
export interface Dropped {
  readonly dropped: ReadonlySet<string>;
  readonly recovered: readonly string[];
}

/**
 * Finds the reached commits whose content a deployment does not bring: commits with the content of their first parent,
 * and commits that only the other parents of such a merge reach.
 *
 * `fresh` are the commits that are reached for the first time. A commit that an earlier deployment left out is
 * recovered in two cases: it is on the line of first parents of the new commit, or the new commit does not descend from
 * that earlier deployment. A descendant goes on from there without it.
 */
export function droppedBy(
  state: TimelineState,
  { channel, sha }: Pick<JudgedEvent, "channel" | "sha">,
  fresh: readonly string[],
): Dropped {
  const dropped = (commit: string) => droppedWith(state, channel, commit);
  const parentsOf = (commit: string) => state.graph.get(commit)?.parents ?? [];
  const isEmpty = (commit: string) => isUnchangedIn(state, commit);
  const isFresh = new Set(fresh);
  const begins = [sha, ...fresh.flatMap(parentsOf)].filter((commit) => !isFresh.has(commit));
  if (!fresh.some(isEmpty) && begins.every((commit) => dropped(commit) === undefined)) return NOTHING_DROPPED;
  const order = orderOf(state);
  const line = lineOf(sha, parentsOf, (commit) => isFresh.has(commit) || dropped(commit) !== undefined);
  const comesBack = (commit: string) => {
    const by = dropped(commit);
    return by !== undefined && (line.has(commit) || !isAncestor(order, by, sha));
  };
  const content = {
    get: (commit: string) => ({ parents: parentsOf(commit).slice(0, isEmpty(commit) ? 1 : undefined) }),
  };
  const isHeld = (commit: string) =>
    !isFresh.has(commit) && state.positions.get(commit) !== undefined && !comesBack(commit);
  const brought = newCommits(content, sha, isHeld).filter((commit) => !isEmpty(commit));
  const isBrought = new Set(brought);
  return {
    dropped: new Set(fresh.filter((commit) => !isBrought.has(commit))),
    recovered: brought.filter((commit) => !isFresh.has(commit) && dropped(commit) !== undefined),
  };
}

function isUnchangedIn({ graph }: TimelineState, sha: string): boolean {
  const commit = graph.get(sha);
  return commit !== undefined && isUnchanged(commit, (parent) => graph.get(parent)?.tree);
}

/** A commit and its first parents, as long as they are new. */
function lineOf(
  sha: string,
  parentsOf: (sha: string) => readonly string[],
  isNew: (sha: string) => boolean,
): ReadonlySet<string> {
  const line = new Set<string>();
  for (let each: string | undefined = sha; each !== undefined && isNew(each); [each] = parentsOf(each))
    line.add(each);
  return line;
}

/** The result when nothing is left out. */
const NOTHING_DROPPED: Dropped = { dropped: new Set(), recovered: [] };
