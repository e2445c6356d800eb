import { WHOLE } from "./change.ts";
import { commitsOnlyIn } from "./commit-order.ts";
import { type Heads, headsSeenBy } from "./heads.ts";
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

/** A deployment: its channel, and the heads before it. */
interface Deployed {
  readonly channel: string;
  /** Absent for a withdrawal. */
  readonly sha?: string;
  /** The heads before it, without targets that were silent for too long (`before`), and with them (`spoken`). */
  readonly before: Heads;
  readonly spoken: Heads;
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

function moveOf(
  state: TimelineState,
  channel: string,
  { channel: own, sha, before: heads, spoken, fresh }: Deployed,
): Moved {
  const order = orderOf(state);
  const [before, after] = [headsSeenBy(heads, channel), headsSeenBy(state.heads, channel)];
  const lost = lostBy(state, { old: without(before, after), now: after, deployed: sha });
  // Silence takes nothing out of production, so nothing returns after it.
  const isSilent = before.length === 0 && headsSeenBy(spoken, channel).length > 0;
  const gained = isSilent ? [] : commitsOnlyIn(order, without(after, before), before);
  const wasHeld = (sha: string) =>
    !fresh.has(sha) || (channel !== own && state.layers.get(channel)?.has(sha) === true);
  const isContent = (sha: string) => droppedWith(state, channel, sha) === undefined;
  return {
    channel,
    lost: lost.filter(isContent),
    regained: gained.filter((sha) => wasHeld(sha) && isContent(sha)),
  };
}

/** The old heads, the present heads, and the deployed commit. */
interface Moving {
  readonly old: readonly string[];
  readonly now: readonly string[];
  readonly deployed: string | undefined;
}

/**
 * The commits that only the old heads hold.
 *
 * An old head counts as held where a commit since then, up to the deployed one, has its content: its history was
 * rewritten.
 */
function lostBy(state: TimelineState, { old, now, deployed }: Moving): string[] {
  const order = orderOf(state);
  const lost = commitsOnlyIn(order, old, now);
  if (lost.length === 0 || deployed === undefined) return lost;
  const treeOf = (sha: string) => state.graph.get(sha)?.tree;
  const contents = new Set(commitsOnlyIn(order, [deployed], old).map(treeOf));
  const kept = old.filter((sha) => treeOf(sha) !== undefined && contents.has(treeOf(sha)));
  return kept.length === 0 ? lost : commitsOnlyIn(order, without(old, kept), [...now, ...kept]);
}

function without(shas: readonly string[], others: readonly string[]): string[] {
  const isOther = new Set(others);
  return [...new Set(shas)].filter((sha) => !isOther.has(sha));
}
