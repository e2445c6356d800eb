import { Heads } from "../domain/shipping/heads.ts";
import { LoadedMap, LoadedSet, NotLoaded } from "../domain/shipping/loaded-facts.ts";
import { applyDeployment, type DeploymentEffect } from "../domain/shipping/timeline.ts";
import type { TimelineState } from "../domain/shipping/timeline-state.ts";
import type { Connection } from "./sql/handle.ts";
import { loadBelow, loadPart, type StatePart, type ToDerive } from "./state-part.ts";

/** The most held commits that are loaded when an effect first depends on older ones. */
const MOST_AT_FIRST = 2_500;

/** Each further time, so many times more are loaded. */
const GROWTH = 4;

/** An effect, and the state after it. */
export interface Derived {
  readonly effect: DeploymentEffect;
  readonly state: TimelineState;
}

/**
 * Derives the effect of an event from a part of the state of production.
 *
 * Most effects depend on the commits that the event brings. A rollback, or a commit that restores an earlier content,
 * depends on older ones. Then more is loaded, and the effect is derived again.
 */
export async function deriveEffect(
  connection: Connection,
  next: ToDerive,
  mostAtFirst: number = MOST_AT_FIRST,
): Promise<Derived> {
  const part = await loadPart(connection, next);
  for (let most = mostAtFirst; ; most *= GROWTH) {
    const state = stateOf(part);
    const effect = orMissing(() => applyDeployment(state, next.event));
    if (!(effect instanceof NotLoaded)) return { effect, state };
    if (part.loaded.has(effect.key)) throw effect;
    await loadBelow(connection, part, { sha: effect.key, most });
  }
}

function orMissing<Result>(derive: () => Result): Result | NotLoaded {
  try {
    return derive();
  } catch (error) {
    if (error instanceof NotLoaded) return error;
    throw error;
  }
}

/** A state of its own for each attempt, since deriving an effect changes it. */
function stateOf(part: StatePart): TimelineState {
  const { loaded, loadedTrees, previous, nextPosition } = part;
  const makers = Map.groupBy(part.makers, ({ tree }) => tree);
  return {
    graph: new LoadedMap(loaded, part.commits),
    unrelated: new Set(part.unrelated),
    positions: new LoadedMap(
      loaded,
      part.places.map(({ sha, position }) => [sha, position]),
    ),
    layers: layersOf(part),
    dropped: droppedOf(part),
    heads: new Heads(part.heads),
    makersOfTree: new LoadedMap(
      loadedTrees,
      [...makers].map(([tree, made]) => [tree, made.map(({ sha }) => sha)]),
    ),
    deployedTrees: new LoadedMap(loadedTrees, part.deployedTrees),
    previous,
    nextPosition,
  };
}

function layersOf({ loaded, channels, places }: StatePart): TimelineState["layers"] {
  const layers = new Map(channels.map((channel) => [channel, new LoadedSet(loaded)]));
  for (const { channel, sha } of places) layers.get(channel)?.add(sha);
  return layers;
}

function droppedOf({ loaded, places }: StatePart): TimelineState["dropped"] {
  const dropped = new LoadedMap<Map<string, string>>(loaded);
  for (const { sha, channel, droppedBy } of places) {
    if (droppedBy === null) continue;
    const deployed = dropped.get(sha) ?? new Map<string, string>();
    dropped.set(sha, deployed.set(channel, droppedBy));
  }
  return dropped;
}
