import { WHOLE } from "./change.ts";
import { newCommits } from "./commit-graph.ts";
import { isAncestor } from "./commit-order.ts";
import {
  type Dropped,
  droppedBy,
  firstDeployed,
  makersLike,
  noteDeployed,
  recognizeReturns,
} from "./contents.ts";
import type { JudgedEvent } from "./deployment.ts";
import { type Movement, movementsOf } from "./movements.ts";
import { rangeKey } from "./ranges.ts";
import { orderOf, type Return, type TimelineState } from "./timeline-state.ts";

/** The reasons why a deployment is not counted. The first that applies counts. */
export const REASONS = [
  "untrusted-creator",
  "preview",
  "not-production",
  "failed",
  "range-unknown",
  "baseline",
  "same-commit",
  "rollback",
  "no-effective-change",
] as const;

export type Reason = (typeof REASONS)[number];

/** The effect of one deployment on production. */
export interface DeploymentEffect {
  readonly event: JudgedEvent;
  readonly reason: Exclude<Reason, "no-effective-change"> | undefined;
  /**
   * Whether its fresh commits arrive with it. A baseline's commits were there before, and nothing is known of an
   * unknown range.
   */
  readonly isLinked: boolean;
  /** The commits that its channel holds for the first time, parents first. */
  readonly fresh: readonly string[];
  readonly movements: readonly Movement[];
  readonly returns: readonly Return[];
}

/**
 * Applies the next deployment: derives its effect on production by ancestry and content. Updates `state`.
 *
 * A target is an environment, or a release. A channel is deployed together: a service with files of its own, or the
 * whole repository. The first deployment of a channel is its baseline.
 *
 * The work grows with the moved commits, not with the history.
 */
export function applyDeployment(state: TimelineState, event: JudgedEvent): DeploymentEffect {
  const { target, channel, at, ending, sha } = event;
  if (ending === "withdrawn") return withdraw(state, event);
  if (ending !== "production") return { ...UNMOVED, event, reason: ending };
  const spoken = state.heads.channels();
  state.heads.retire(event);
  const isFirst = isBaseline(state, channel);
  const isUnknown = state.previous !== undefined && state.unrelated.has(rangeTo(state, sha));
  const sameBefore = makersLike(state, sha);
  const numbered = state.nextPosition;
  const fresh = carry(state, event);
  const returns = recognizeReturns(
    state,
    fresh.filter((sha) => (state.positions.get(sha) ?? 0) >= numbered),
  );
  const reached = { isFresh: fresh.length > 0, sameBefore };
  const reason = isUnknown ? "range-unknown" : isFirst ? "baseline" : placeOf(state, event, reached);
  const content = droppedBy(state, event, fresh);
  const former = state.heads.get(target);
  const head = { sha, channel, at };
  state.heads.set(target, head);
  const deployed = { channel, head, former, spoken, fresh: new Set(fresh), ...content };
  const moved = movementsOf(state, deployed);
  // Reached commits are held again. For the others nobody can know that they are gone.
  const movements = isUnknown ? moved.flatMap((each) => withoutLosses(each, content)) : moved;
  noteDropped(state, event, content);
  state.previous = sha;
  noteDeployed(state, sha, at);
  return {
    event,
    reason,
    isLinked: reason !== "baseline" && reason !== "range-unknown",
    fresh,
    movements,
    returns,
  };
}

function withoutLosses({ channel, lost, regained }: Movement, { dropped }: Dropped): Movement[] {
  const unchanged = lost.filter((sha) => dropped.has(sha));
  return unchanged.length + regained.length === 0 ? [] : [{ channel, lost: unchanged, regained, kept: [] }];
}

function noteDropped({ dropped }: TimelineState, { channel, sha }: JudgedEvent, content: Dropped): void {
  for (const each of content.recovered) dropped.get(each)?.delete(channel);
  for (const each of content.dropped) {
    const deployed = dropped.get(each) ?? new Map<string, string>();
    dropped.set(each, deployed.set(channel, sha));
  }
}

/** Empties the target of a release: production no longer holds the commits that only this target held. */
function withdraw(state: TimelineState, event: JudgedEvent): DeploymentEffect {
  const { target } = event;
  // A target that was silent for too long kept nothing in production.
  state.heads.retire({ ...event, target: "" });
  const former = state.heads.get(target);
  if (former === undefined) return { ...UNMOVED, event, reason: undefined };
  const spoken = state.heads.channels();
  state.heads.delete(target);
  const nothing = { fresh: new Set<string>(), dropped: new Set<string>(), recovered: [] };
  const movements = movementsOf(state, { channel: former.channel, former, spoken, ...nothing });
  return { ...UNMOVED, event, reason: undefined, movements };
}

const UNMOVED = { isLinked: true, fresh: [], movements: [], returns: [] };

function rangeTo({ previous = "" }: TimelineState, head: string): string {
  return rangeKey({ base: previous, head });
}

/** Numbers the commits that the channel holds for the first time, and returns them. */
function carry(state: TimelineState, { channel, sha }: JudgedEvent): readonly string[] {
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

function placeOf(
  state: TimelineState,
  { target, channel, sha }: JudgedEvent,
  reached: { readonly isFresh: boolean; readonly sameBefore: readonly string[] },
): DeploymentEffect["reason"] {
  const current = state.heads.get(target)?.sha;
  if (current === sha) return "same-commit";
  if (current !== undefined && isRollback(state, { sha, current, ...reached })) return "rollback";
  return state.heads.countOf(channel, sha) > 0 ? "same-commit" : undefined;
}

/** Whether a target goes back, to an ancestor, or in a new commit to the content of an ancestor. */
function isRollback(
  state: TimelineState,
  of: { sha: string; current: string; isFresh: boolean; sameBefore: readonly string[] },
): boolean {
  const { sha, current, isFresh, sameBefore } = of;
  const order = orderOf(state);
  if (!isFresh && isAncestor(order, sha, current)) return true;
  if (!sameBefore.some((same) => same !== sha && isAncestor(order, same, current))) return false;
  // A change that lands again also restores an earlier content, but not one from before the commit that it replaces.
  const [before, since] = [firstDeployed(state, sha), firstDeployed(state, current)];
  return before !== undefined && since !== undefined && before < since;
}

/** Whether this is the first deployment of a channel, by itself or with the whole repository. */
function isBaseline({ layers }: TimelineState, channel: string): boolean {
  return channel === WHOLE ? layers.size === 0 : !layers.has(channel) && !layers.has(WHOLE);
}
