import type { Change } from "./change.ts";
import { indexChanges } from "./change-index.ts";
import { type ChangeRelations, earlierRelations, reworkOf } from "./change-relations.ts";
import type { Rework } from "./grounds.ts";
import { inOrder, invert, linkContents, linkOriginals, reachedFrom } from "./links.ts";
import { linkReverts } from "./reverts.ts";
import { type Copy, linkCopies, type SideCommit } from "./side-commits.ts";
import type { Stays } from "./stays.ts";
import type { Return } from "./timeline-state.ts";

/** The relations between changes, in whatever order they became known. */
export interface Relations {
  /**
   * All commits that carry a change to production: its own carriers, and the carriers of changes that contain or repeat
   * it.
   */
  carriersOf(change: Change): readonly string[];
  /**
   * The carriers that reach a change without its content: the carriers of ineffective changes that contain it, directly
   * or through others.
   */
  emptyCarriersOf(change: Change): readonly string[];
  /** The copies of it among the commits outside changes. Each copy carries it too. */
  copiesOf(change: Change): readonly Copy[];
  /** The changes that revert it, in the order of their merges. */
  revertersOf(change: Change): readonly Change[];
  /** The changes that repeat it, or repeat a change into which it was merged, directly or through others. */
  repeatsOf(change: Change): readonly Change[];
  /** All changes that it reverts, repeats or contains, and all that revert, repeat or contain it. */
  relatedTo(change: Change): ChangeRelations;
  /** The reason why it is no output of its own; `undefined` when it is output. */
  reworkOf(change: Change): Rework | undefined;
}

/** The facts that relate changes, beside the changes themselves. */
export interface RelationFacts {
  readonly returns: readonly Return[];
  readonly sides: readonly SideCommit[];
  /** The stays of commits. */
  readonly stays: Stays;
}

const NO_COPIES: readonly Copy[] = [];

function copiesIn(changes: Iterable<Change>, copies: ReadonlyMap<Change, readonly Copy[]>): Copy[] {
  return [...changes].flatMap((each) => copies.get(each) ?? []);
}

/**
 * Relates changes by the commits that they carry, name, repeat, and revert.
 *
 * A change can revert or repeat only earlier ones, so there are no cycles. A name of no known change has no effect.
 */
export function relateChanges(
  unordered: readonly Change[],
  { returns, sides, stays }: RelationFacts,
): Relations {
  const changes = inOrder(unordered);
  const index = indexChanges(changes);
  const originals = linkOriginals(changes, index);
  const { contents, mergedContents } = linkContents(changes, index);
  const { reverts, byContent } = linkReverts(changes, index, { returns, stays, mergedContents });
  const carried = new Map([...contents].filter(([container]) => container.isEffective));
  const earlier = { index, originals, carried, mergedContents, reverts, byContent };
  const [repeats, targets, reverters] = [invert(originals), invert(mergedContents), invert(reverts)];
  const [containers, allContainers] = [invert(carried), invert(contents)];
  const copies = linkCopies(changes, index, sides);
  const carrying = (change: Change) => reachedFrom([change], [repeats, containers]);
  const repeatsOf = (change: Change) => {
    const all = [...reachedFrom([change], [targets, repeats])];
    return [...new Set(all.flatMap((each) => repeats.get(each) ?? []))];
  };
  // As most are.
  const isAlone = (change: Change) => !repeats.has(change) && !containers.has(change);
  return {
    carriersOf: (change) =>
      isAlone(change) ? change.carriers : [...carrying(change)].flatMap(({ carriers }) => carriers),
    emptyCarriersOf: (change) => {
      const isCarrying = carrying(change);
      return [...reachedFrom([change], [repeats, allContainers])]
        .filter((each) => !isCarrying.has(each))
        .flatMap(({ carriers }) => carriers);
    },
    copiesOf: (change) => (copies.size === 0 ? NO_COPIES : copiesIn(carrying(change), copies)),
    revertersOf: (change) => reverters.get(change) ?? [],
    repeatsOf,
    relatedTo: (change) => {
      const repeatedBy = new Set(repeatsOf(change));
      const containedIn = [...carrying(change)].filter((each) => each !== change && !repeatedBy.has(each));
      return {
        ...earlierRelations(change, earlier),
        revertedBy: inOrder(reverters.get(change) ?? []),
        repeatedBy: inOrder(repeatedBy),
        containedIn: inOrder(containedIn),
      };
    },
    reworkOf: (change) => reworkOf(change, earlier),
  };
}
