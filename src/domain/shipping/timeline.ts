import { WHOLE } from "./change.ts";
import { type CommitGraph, newCommits } from "./commit-graph.ts";
import { type CommitOrder, commitsOnlyIn, isAncestor } from "./commit-order.ts";
import type { Ending, FinishedDeployment } from "./deployment.ts";
import { rangeKey } from "./ranges.ts";

/** Why a deployment is not counted; the first that applies. */
export type Reason =
  | Exclude<Ending, "production" | "withdrawn">
  | "range-unknown"
  | "baseline"
  | "same-commit"
  | "rollback"
  | "no-effective-change";

/** The commits that a channel holds no more, and those that it holds again. */
export interface Movement {
  readonly channel: string;
  readonly lost: readonly string[];
  readonly regained: readonly string[];
}

/** A commit whose content is that of an earlier one: it takes back what lies between them. */
export interface Return {
  readonly sha: string;
  readonly reverted: readonly string[];
}

/** What one deployment did to production. */
export interface Landing {
  readonly finished: FinishedDeployment;
  readonly reason: Exclude<Reason, "no-effective-change"> | undefined;
  /** Whether what it carries arrives with it: a baseline's was there before, and of an unknown range nothing is known. */
  readonly isLinked: boolean;
  /** The commits that its channel holds for the first time, parents first. */
  readonly fresh: readonly string[];
  readonly movements: readonly Movement[];
  readonly returns: readonly Return[];
}

/** What a target holds, and since when. */
export interface Head {
  readonly sha: string;
  readonly channel: string;
  readonly at: Date;
}

/** Everything that the next landing depends on; of a long history the recent part is enough, see `BelowHorizon`. */
export interface TimelineState {
  readonly graph: CommitGraph;
  /** Ranges (`base...head`) whose ends share no history, or whose base GitHub no longer knows. */
  readonly unrelated: ReadonlySet<string>;
  /** The numbers of the commits that production has held; see `CommitOrder`. */
  readonly positions: Map<string, number>;
  /** The commits that each channel has held. */
  readonly layers: Map<string, Set<string>>;
  /** What each target holds. */
  readonly heads: Map<string, Head>;
  /** The newest commits that made each tree that production has held, the newest first; at most `MOST_OF_TREE`. */
  readonly makersOfTree: Map<string, readonly string[]>;
  /** When each tree was deployed first. */
  readonly deployedTrees: Map<string, Date>;
  /** The commit that was deployed last. */
  previous: string | undefined;
  nextPosition: number;
}

/** A repository from which nothing was deployed yet. */
export function emptyTimeline(graph: CommitGraph, unrelated: ReadonlySet<string>): TimelineState {
  return {
    graph,
    unrelated,
    positions: new Map(),
    layers: new Map(),
    heads: new Map(),
    makersOfTree: new Map(),
    deployedTrees: new Map(),
    previous: undefined,
    nextPosition: 0,
  };
}

/** How many commits with the same content are looked at: whoever goes back and forth for longer is not followed. */
export const MOST_OF_TREE = 20;

/** Silent for so long, a target keeps nothing alive any more. */
export const RETIRED_AFTER = 90 * 86_400_000;

/**
 * Plays the next deployment: tells, by ancestry alone, what it brought to production or took from it.
 *
 * A target is an environment, or a release. A channel is what is deployed together: a service with files of its own, or the whole
 * repository. The first deployment of a channel is its baseline. The work is that of what moves, however long the
 * history is. Updates `state`.
 */
export function land(state: TimelineState, finished: FinishedDeployment): Landing {
  const { target, channel, at, ending, sha } = finished;
  if (ending === "withdrawn") return withdraw(state, finished);
  if (ending !== "production") return { ...UNMOVED, finished, reason: ending };
  retire(state, finished);
  const isFirst = isBaseline(state, channel);
  const isUnknown = state.previous !== undefined && state.unrelated.has(rangeTo(state, sha));
  const sameBefore = makersLike(state, sha);
  const numbered = state.nextPosition;
  const fresh = carry(state, finished);
  const returns = recognizeReturns(
    state,
    fresh.filter((sha) => (state.positions.get(sha) ?? 0) >= numbered),
  );
  const content = { isFresh: fresh.length > 0, sameBefore };
  const reason = isUnknown ? "range-unknown" : isFirst ? "baseline" : placeOf(state, finished, content);
  const isFresh = new Set(fresh);
  // Of an unknown range nothing is known: not that production lost what it held, either.
  const moved = isUnknown ? [] : channelsMovedBy(state, channel);
  const movements = moved.map((each) => move(state, finished, { moved: each, isFresh }));
  state.heads.set(target, { sha, channel, at });
  state.previous = sha;
  noteDeployed(state, sha, at);
  return {
    finished,
    reason,
    isLinked: reason !== "baseline" && reason !== "range-unknown",
    fresh,
    movements: movements.filter(({ lost, regained }) => lost.length + regained.length > 0),
    returns,
  };
}

/** Empties the target of a release: what only that held is in production no more. */
function withdraw(state: TimelineState, finished: FinishedDeployment): Landing {
  const { target, at } = finished;
  const head = state.heads.get(target);
  // One that has been silent for too long kept nothing alive.
  const isRetired = head === undefined || at.getTime() - head.at.getTime() > RETIRED_AFTER;
  const moved = isRetired ? [] : channelsMovedBy(state, head.channel);
  retire(state, finished);
  state.heads.delete(target);
  const movements = moved.map((channel) => ({
    channel,
    lost: commitsOnlyIn(orderOf(state), [head?.sha ?? ""], headsSeenBy(state, channel)),
    regained: [],
  }));
  const lasting = movements.filter(({ lost }) => lost.length > 0);
  return { ...UNMOVED, finished, reason: undefined, movements: lasting };
}

const UNMOVED = { isLinked: true, fresh: [], movements: [], returns: [] };

function rangeTo({ previous = "" }: TimelineState, head: string): string {
  return rangeKey({ base: previous, head });
}

/** Numbers the commits that the channel holds for the first time, and returns them. */
function carry(state: TimelineState, { channel, sha }: FinishedDeployment): readonly string[] {
  const whole = state.layers.get(WHOLE);
  const own = layerOf(state, channel);
  const fresh = newCommits(state.graph, sha, (commit) => own.has(commit) || whole?.has(commit) === true);
  for (const commit of fresh) {
    own.add(commit);
    if (!state.positions.has(commit)) state.positions.set(commit, state.nextPosition++);
  }
  return fresh;
}

function layerOf({ layers }: TimelineState, channel: string): Set<string> {
  const known = layers.get(channel) ?? new Set();
  layers.set(channel, known);
  return known;
}

/** Finds the commits that restore the content of an ancestor, other than by changing nothing. */
function recognizeReturns(state: TimelineState, fresh: readonly string[]): Return[] {
  const order = orderOf(state);
  const found: Return[] = [];
  for (const sha of fresh) {
    const { tree, parents: [parent] = [] } = state.graph.get(sha) ?? {};
    if (tree === undefined) continue;
    // A commit that changes nothing makes no content of its own.
    if (parent !== undefined && state.graph.get(parent)?.tree === tree) continue;
    const makers = state.makersOfTree.get(tree) ?? [];
    const same = parent && makers.find((maker) => isAncestor(order, maker, parent));
    if (parent && same) found.push({ sha, reverted: commitsOnlyIn(order, [parent], [same]) });
    state.makersOfTree.set(tree, [sha, ...makers].slice(0, MOST_OF_TREE));
  }
  return found;
}

function placeOf(
  state: TimelineState,
  { target, channel, sha }: FinishedDeployment,
  content: { readonly isFresh: boolean; readonly sameBefore: readonly string[] },
): Landing["reason"] {
  const current = state.heads.get(target)?.sha;
  if (current === sha) return "same-commit";
  if (current !== undefined && isRollback(state, { sha, current, ...content })) return "rollback";
  const isHeldElsewhere = [...state.heads.values()].some(
    (head) => head.sha === sha && isSeenBy(channel, head),
  );
  return isHeldElsewhere ? "same-commit" : undefined;
}

/** Whether a target goes back: to an ancestor, or in a new commit to the content of one. */
function isRollback(
  state: TimelineState,
  of: { sha: string; current: string; isFresh: boolean; sameBefore: readonly string[] },
): boolean {
  const { sha, current, isFresh, sameBefore } = of;
  const order = orderOf(state);
  if (!isFresh && isAncestor(order, sha, current)) return true;
  if (!sameBefore.some((same) => same !== sha && isAncestor(order, same, current))) return false;
  // A re-land too brings back what was in production before, but not before what it replaces.
  const [before, since] = [firstDeployed(state, sha), firstDeployed(state, current)];
  return before !== undefined && since !== undefined && before < since;
}

/** The commits held so far that made the content of this one. */
function makersLike({ graph, makersOfTree }: TimelineState, sha: string): readonly string[] {
  const tree = graph.get(sha)?.tree;
  return (tree === undefined ? undefined : makersOfTree.get(tree)) ?? [];
}

/** When the content of a commit was deployed first. */
function firstDeployed({ graph, deployedTrees }: TimelineState, sha: string): Date | undefined {
  const tree = graph.get(sha)?.tree;
  return tree === undefined ? undefined : deployedTrees.get(tree);
}

/** The channels whose commits a deployment can move: the whole repository is part of every service. */
function channelsMovedBy({ layers }: TimelineState, channel: string): string[] {
  return channel === WHOLE ? [...layers.keys()] : [channel];
}

function move(
  state: TimelineState,
  { target, channel, sha }: FinishedDeployment,
  { moved, isFresh }: { moved: string; isFresh: ReadonlySet<string> },
): Movement {
  const order = orderOf(state);
  const from = state.heads.get(target)?.sha;
  const others = headsSeenBy(state, moved, target);
  const before = from === undefined ? others : [from, ...others];
  // Where nothing was held, nothing can come back.
  const gained = before.length === 0 ? [] : commitsOnlyIn(order, [sha], before);
  const lost = from === undefined ? [] : commitsOnlyIn(order, [from], [sha, ...others]);
  const wasHeld = (commit: string) =>
    !isFresh.has(commit) || (moved !== channel && layerOf(state, moved).has(commit));
  return { channel: moved, lost, regained: gained.filter(wasHeld) };
}

/** What the targets hold that a channel sees, but for one of them. */
function headsSeenBy({ heads }: TimelineState, channel: string, except?: string): string[] {
  return [...heads]
    .filter(([target, head]) => target !== except && isSeenBy(channel, head))
    .map(([, head]) => head.sha);
}

function isSeenBy(channel: string, head: Head): boolean {
  return head.channel === channel || head.channel === WHOLE;
}

/** Forgets the targets that have been silent for too long, but for the one that speaks now. */
function retire({ heads }: TimelineState, { target: own, at }: FinishedDeployment): void {
  for (const [target, head] of heads) {
    if (target !== own && at.getTime() - head.at.getTime() > RETIRED_AFTER) heads.delete(target);
  }
}

/** Whether nothing was deployed of a channel before, neither by itself nor with the whole repository. */
function isBaseline({ layers }: TimelineState, channel: string): boolean {
  return channel === WHOLE ? layers.size === 0 : !layers.has(channel) && !layers.has(WHOLE);
}

function noteDeployed({ graph, deployedTrees }: TimelineState, sha: string, at: Date): void {
  const tree = graph.get(sha)?.tree;
  if (tree !== undefined && !deployedTrees.has(tree)) deployedTrees.set(tree, at);
}

function orderOf({ graph, positions }: TimelineState): CommitOrder {
  return {
    positionOf: (sha) => positions.get(sha),
    parentsOf: (sha) => graph.get(sha)?.parents ?? [],
  };
}
