import { byMerge, type Change } from "../shipping/change.ts";
import { type ChangeIndex, changesTouched, indexChanges, ownCommits } from "../shipping/change-index.ts";
import type { Relations } from "../shipping/relations.ts";

/** How a change stands to others; each list is in the order of their merges. */
export interface Kin {
  readonly reverts: readonly Change[];
  readonly revertedBy: readonly Change[];
  /** What it repeats, or was picked from. */
  readonly repeats: readonly Change[];
  readonly repeatedBy: readonly Change[];
  readonly contains: readonly Change[];
  readonly containedIn: readonly Change[];
  /** Whether every own commit is the work of earlier changes. */
  readonly isOnlyContainer: boolean;
}

type Links = ReadonlyMap<Change, readonly Change[]>;

/** Tells, for each of some changes, how it stands to the others. */
export function kinAmong(changes: readonly Change[], relations: Relations): (change: Change) => Kin {
  const index = indexChanges(changes);
  const reverters = linksOf(changes, relations.revertersOf);
  const repeats = linksOf(changes, relations.repeatsOf);
  const containers = linksOf(changes, (change) =>
    carryingToo(change, { relations, index }).filter((each) => !repeats.get(change)?.includes(each)),
  );
  const [reverted, repeated, contained] = [invert(reverters), invert(repeats), invert(containers)];
  return (change) => {
    const earlier = earlierOwners(change, index);
    return {
      reverts: inOrder(reverted.get(change)),
      revertedBy: inOrder(reverters.get(change)),
      repeats: inOrder([...(repeated.get(change) ?? []), ...pickedFrom(change, index)]),
      repeatedBy: inOrder(repeats.get(change)),
      contains: inOrder([...(contained.get(change) ?? []), ...(earlier ?? [])]),
      containedIn: inOrder(containers.get(change)),
      isOnlyContainer: earlier !== undefined,
    };
  };
}

/** The other changes whose commits carry this one too: they contain or repeat it. */
function carryingToo(
  change: Change,
  { relations, index }: { readonly relations: Relations; readonly index: ChangeIndex },
): Change[] {
  const carriers = new Set(relations.carriersOf(change));
  const owners = [...carriers].flatMap((sha) => index.carried.get(sha) ?? []);
  return owners.filter((each) => each !== change && each.carriers.every((sha) => carriers.has(sha)));
}

/** The changes that it says it was picked from, be it from a part of them. */
function pickedFrom(change: Change, index: ChangeIndex): Change[] {
  return changesTouched(index, change.pickedFrom).filter((each) => byMerge(each, change) < 0);
}

/** The earlier changes that its commits belong to; `undefined` unless each of them does. */
function earlierOwners(change: Change, index: ChangeIndex): Change[] | undefined {
  if (change.commits.length === 0) return undefined;
  const owners = ownCommits(change).map((sha) =>
    changesTouched(index, [sha]).filter((each) => byMerge(each, change) < 0),
  );
  return owners.every((others) => others.length > 0) ? owners.flat() : undefined;
}

function linksOf(changes: readonly Change[], read: (change: Change) => readonly Change[]): Links {
  return new Map(changes.map((change) => [change, read(change)]));
}

function invert(links: Links): Links {
  const inverted = new Map<Change, Change[]>();
  for (const [from, all] of links) {
    for (const to of all) {
      const known = inverted.get(to);
      if (known === undefined) inverted.set(to, [from]);
      else known.push(from);
    }
  }
  return inverted;
}

function inOrder(changes: readonly Change[] = []): Change[] {
  return [...new Set(changes)].sort(byMerge);
}
