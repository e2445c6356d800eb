import { WHOLE } from "./change.ts";
import { commitsOnlyIn } from "./commit-order.ts";
import { channelsSeenBy, type Head, isSeenBy } from "./heads.ts";
import { droppedWith, orderOf, type TimelineState } from "./timeline-state.ts";

/** The movements of commits in one channel. */
export interface Movement {
  readonly channel: string;
  /** The commits that it no longer holds. */
  readonly lost: readonly string[];
  /** The commits that it holds again. */
  readonly regained: readonly string[];
  /** For a service, the commits that it still holds by itself, while the whole repository no longer holds them. */
  readonly kept: readonly string[];
}

/** A deployment: its channel, and the heads of its target. */
interface Deployed {
  readonly channel: string;
  /** The head of its target; absent for a withdrawal. */
  readonly head?: Head;
  /** The head that its target had before. */
  readonly former: Head | undefined;
  /** The channels that had a target before it, with targets that were silent for too long. */
  readonly spoken: ReadonlySet<string>;
  /** The commits that its channel holds for the first time. */
  readonly fresh: ReadonlySet<string>;
  /** The commits that it reaches without bringing them, and the earlier ones of these that it brings now. */
  readonly dropped: ReadonlySet<string>;
  readonly recovered: readonly string[];
}

/** The movements in each channel: the whole repository is part of every service. */
export function movementsOf(state: TimelineState, deployed: Deployed): Movement[] {
  const { channel: own, dropped, recovered } = deployed;
  const channels = own === WHOLE ? [...state.layers.keys()] : [own];
  const moved = channels.map((channel) => moveOf(state, channel, deployed));
  const lostByWhole = moved.find(({ channel }) => channel === WHOLE)?.lost ?? [];
  return moved
    .map(({ channel, lost, regained }) => ({
      channel,
      lost: channel === own ? [...lost, ...dropped] : lost,
      regained: [...regained, ...recovered],
      kept: channel === WHOLE ? [] : without(lostByWhole, lost),
    }))
    .filter((each) => each.lost.length + each.regained.length + each.kept.length > 0);
}

type Moved = Omit<Movement, "kept">;

function moveOf(state: TimelineState, channel: string, deployed: Deployed): Moved {
  const lost = lostBy(state, channel, deployed);
  const isContent = (sha: string) => droppedWith(state, channel, sha) === undefined;
  return {
    channel,
    lost: lost.filter(isContent),
    regained: heldAgain(state, channel, deployed).filter(isContent),
  };
}

/** The commits that a channel has held at some time, and holds again with the new head. */
function heldAgain(
  state: TimelineState,
  channel: string,
  { channel: own, head, former, spoken, fresh }: Deployed,
): string[] {
  const isSeen = (each: Head | undefined): each is Head => each !== undefined && isSeenBy(channel, each);
  if (!isSeen(head)) return [];
  const isHeld = isSeen(former) && former.sha === head.sha;
  if (isHeld || state.heads.countOf(channel, head.sha) > 1) return [];
  const order = orderOf(state);
  const isHead = (sha: string) =>
    sha !== head.sha && (state.heads.countOf(channel, sha) > 0 || (isSeen(former) && former.sha === sha));
  // Where all that is not fresh was held by the heads until now, nothing returns.
  const begins = [head.sha, ...[...fresh].flatMap(order.parentsOf)].filter((sha) => !fresh.has(sha));
  if (channel === own && begins.every(isHead)) return [];
  const before = state.heads.shasSeenBy(channel);
  before.delete(head.sha);
  if (isSeen(former)) before.add(former.sha);
  // Silence takes nothing out of production, so nothing returns after it.
  if (before.size === 0 && channelsSeenBy(channel).some((each) => spoken.has(each))) return [];
  const wasHeld = (sha: string) =>
    !fresh.has(sha) || (channel !== own && state.layers.get(channel)?.has(sha) === true);
  return commitsOnlyIn(order, [head.sha], [...before]).filter(wasHeld);
}

/**
 * The commits that only the former head of the target holds.
 *
 * The former head counts as held where a commit since then, up to the deployed one, has its content: its history was
 * rewritten.
 */
function lostBy(state: TimelineState, channel: string, { head, former }: Deployed): string[] {
  if (former === undefined || !isSeenBy(channel, former)) return [];
  if (state.heads.countOf(channel, former.sha) > 0) return [];
  const order = orderOf(state);
  const lost = commitsOnlyIn(order, [former.sha], [...state.heads.shasSeenBy(channel)]);
  if (lost.length === 0 || head === undefined) return lost;
  const treeOf = (sha: string) => state.graph.get(sha)?.tree;
  const tree = treeOf(former.sha);
  if (tree === undefined) return lost;
  const contents = commitsOnlyIn(order, [head.sha], [former.sha]).map(treeOf);
  return contents.includes(tree) ? [] : lost;
}

function without(shas: readonly string[], others: readonly string[]): string[] {
  const isOther = new Set(others);
  return [...new Set(shas)].filter((sha) => !isOther.has(sha));
}
