import type { Change } from "./change.ts";
import { indexChanges } from "./change-index.ts";
import type { Rework } from "./grounds.ts";
import { earlierKin, type Kin, reworkOf } from "./kin.ts";
import { inOrder, invert, linkContents, linkOriginals, reachedFrom } from "./links.ts";
import type { Passages } from "./passages.ts";
import { linkReverts } from "./reverts.ts";
import { type Copy, linkCopies, type SideCommit } from "./side-commits.ts";
import type { Return } from "./timeline-state.ts";

/** How changes stand to one another, whatever the order in which they became known. */
export interface Relations {
  /** All commits that carry a change to production: its own, and those of changes that contain or repeat it. */
  carriersOf(change: Change): readonly string[];
  /** The commits that reach it, but for its content: those of what ineffective changes contain, however far. */
  hollowCarriersOf(change: Change): readonly string[];
  /** What was picked of those without a pull request: each copy carries it too. */
  copiesOf(change: Change): readonly Copy[];
  /** The changes that take it back, in the order of their merges. */
  revertersOf(change: Change): readonly Change[];
  /** The changes that repeat it, or what it was merged into, however far. */
  repeatsOf(change: Change): readonly Change[];
  /** All changes that it takes back, repeats or contains, and all that do so with it. */
  kinOf(change: Change): Kin;
  /** Why it is no output of its own; `undefined` when it is. */
  reworkOf(change: Change): Rework | undefined;
}

/** What relates changes beside themselves. */
export interface Beside {
  readonly returns: readonly Return[];
  readonly sides: readonly SideCommit[];
  /** How commits went through production. */
  readonly passages: Passages;
}

/**
 * Relates changes by the commits they carry, name, repeat, and take back.
 *
 * Only what merged earlier can be reverted or repeated, so there are no cycles. What names no known change does nothing.
 */
export function relate(unordered: readonly Change[], { returns, sides, passages }: Beside): Relations {
  const changes = inOrder(unordered);
  const index = indexChanges(changes);
  const originals = linkOriginals(changes, index);
  const { contents, mergedContents } = linkContents(changes, index);
  const { reverts, byContent } = linkReverts(changes, index, { returns, passages, mergedContents });
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
  const revertersOf = (change: Change) => reverters.get(change) ?? [];
  return {
    carriersOf: (change) => [...carrying(change)].flatMap(({ carriers }) => carriers),
    hollowCarriersOf: (change) => {
      const isCarrying = carrying(change);
      return [...reachedFrom([change], [repeats, allContainers])]
        .filter((each) => !isCarrying.has(each))
        .flatMap(({ carriers }) => carriers);
    },
    copiesOf: (change) => [...carrying(change)].flatMap((each) => copies.get(each) ?? []),
    revertersOf,
    repeatsOf,
    kinOf: (change) => {
      const repeatedBy = new Set(repeatsOf(change));
      const containedIn = [...carrying(change)].filter((each) => each !== change && !repeatedBy.has(each));
      return {
        ...earlierKin(change, earlier),
        revertedBy: inOrder(revertersOf(change)),
        repeatedBy: inOrder(repeatedBy),
        containedIn: inOrder(containedIn),
      };
    },
    reworkOf: (change) => reworkOf(change, earlier),
  };
}
