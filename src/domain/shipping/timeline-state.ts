import { WHOLE } from "./change.ts";
import type { CommitGraph } from "./commit-graph.ts";
import type { CommitOrder } from "./commit-order.ts";
import { Heads } from "./heads.ts";

/**
 * The state on which the next deployment effect depends. A part of it may be enough: `LoadedMap` and `LoadedSet` throw
 * `NotLoaded` for the rest.
 */
export interface TimelineState {
  readonly graph: CommitGraph;
  /** Ranges (`base...head`) whose ends share no history, or whose base GitHub no longer knows. */
  readonly unrelated: ReadonlySet<string>;
  /** The numbers of the commits that production has held; see `CommitOrder`. */
  readonly positions: Map<string, number>;
  /** The commits that each channel has held. */
  readonly layers: Map<string, Set<string>>;
  /** The commits that a channel reached without their content. For each channel, the commit that was deployed then. */
  readonly dropped: Map<string, Map<string, string>>;
  /** The head of each target. */
  readonly heads: Heads;
  /** The newest commits that made each tree that production has held, the newest first; at most `MOST_OF_TREE`. */
  readonly makersOfTree: Map<string, readonly string[]>;
  /** The time at which each tree was first deployed. */
  readonly deployedTrees: Map<string, Date>;
  /** The last deployed commit. */
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
    dropped: new Map(),
    heads: new Heads(),
    makersOfTree: new Map(),
    deployedTrees: new Map(),
    previous: undefined,
    nextPosition: 0,
  };
}

/** A commit with the content of earlier ones: it reverts the commits since all of these. */
export interface Return {
  readonly sha: string;
  readonly reverted: readonly string[];
}

/** The commit whose deployment reached a commit without its content, in a channel or in the whole repository. */
export function droppedWith({ dropped }: TimelineState, channel: string, sha: string): string | undefined {
  const deployed = dropped.get(sha);
  return deployed?.get(channel) ?? deployed?.get(WHOLE);
}

/** The commits that production has held, in the order of their arrival. */
export function orderOf({ graph, positions }: TimelineState): CommitOrder {
  return {
    positionOf: (sha) => positions.get(sha),
    parentsOf: (sha) => graph.get(sha)?.parents ?? [],
  };
}
