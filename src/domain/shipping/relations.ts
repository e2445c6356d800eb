import { byMerge, type Change } from "./change.ts";
import { type ChangeIndex, changesNamed, changesTouched, indexChanges, ownCommits } from "./change-index.ts";
import type { Passages } from "./passages.ts";
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
  /** Whether it is no output of its own: it reverts, repeats, or only contains other changes. */
  isRework(change: Change): boolean;
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
  const changes = [...new Set(unordered)].sort(byMerge);
  const index = indexChanges(changes);
  const originals = linkOriginals(changes, index);
  const { contents, mergedContents } = linkContents(changes, index);
  const { reverts, byContent } = linkReverts(changes, index, { returns, passages, mergedContents });
  const repeats = invert(originals);
  const [allContainers, targets] = [invert(contents), invert(mergedContents)];
  const containers = filtered(allContainers, ({ isEffective }) => isEffective);
  const reverters = invert(reverts);
  const copies = linkCopies(changes, index, sides);
  const carrying = (change: Change) => [...reachedFrom([change], [repeats, containers])];
  return {
    carriersOf: (change) => carrying(change).flatMap(({ carriers }) => carriers),
    hollowCarriersOf: (change) => {
      const isCarrying = new Set(carrying(change));
      return [...reachedFrom([change], [repeats, allContainers])]
        .filter((each) => !isCarrying.has(each))
        .flatMap(({ carriers }) => carriers);
    },
    copiesOf: (change) => carrying(change).flatMap((each) => copies.get(each) ?? []),
    revertersOf: (change) => reverters.get(change) ?? [],
    repeatsOf: (change) => {
      const all = [...reachedFrom([change], [targets, repeats])];
      return [...new Set(all.flatMap((each) => repeats.get(each) ?? []))];
    },
    isRework: (change) => byContent.has(change) || originals.has(change) || hasNoWorkOfItsOwn(change, index),
  };
}

type Links = ReadonlyMap<Change, readonly Change[]>;

/** Some changes and all that are linked to them, however far. */
function reachedFrom(changes: readonly Change[], links: readonly Links[]): Set<Change> {
  const all = new Set(changes);
  // A set yields what is added while it is walked.
  for (const each of all) for (const next of links.flatMap((link) => link.get(each) ?? [])) all.add(next);
  return all;
}

function filtered(links: Links, isWanted: (change: Change) => boolean): Links {
  return new Map([...links].map(([from, all]) => [from, all.filter(isWanted)]));
}

function invert(links: Links): Links {
  const inverted = new Map<Change, Change[]>();
  for (const [from, all] of links) {
    for (const to of all) inverted.set(to, [...(inverted.get(to) ?? []), from]);
  }
  return inverted;
}

/** Links each change that repeats others as a whole to those that it names, and to the last one with its patch. */
function linkOriginals(changes: readonly Change[], index: ChangeIndex): Links {
  const last = new Map<string, Change>();
  const originals = new Map<Change, readonly Change[]>();
  for (const change of changes) {
    const picked = changesNamed(index, change.pickedFrom);
    const same = change.patchId === undefined ? undefined : last.get(change.patchId);
    const earlier = new Set([...(same ? [same] : []), ...picked].filter((each) => byMerge(each, change) < 0));
    if (earlier.size > 0) originals.set(change, [...earlier]);
    if (change.patchId !== undefined) last.set(change.patchId, change);
  }
  return originals;
}

/**
 * Links each change to those whose heads its branch contains, and to those of them that were merged into it.
 *
 * A pull request that another one is stacked on contains the other's merge; its own merge carries both, even squashed.
 */
function linkContents(changes: readonly Change[], { carried }: ChangeIndex) {
  const contents = new Map<Change, readonly Change[]>();
  const mergedContents = new Map<Change, readonly Change[]>();
  for (const container of changes) {
    const found = container.commits.flatMap((sha) =>
      (carried.get(sha) ?? [])
        .filter((inner) => byMerge(inner, container) < 0)
        .map((inner) => ({ inner, sha })),
    );
    if (found.length === 0) continue;
    // A push has no merge: its last commit is what is merged, once a branch holds it and the base does not.
    const merged = found.filter(({ inner, sha }) => inner.id === sha || !inner.commits.includes(sha));
    contents.set(container, [...new Set(found.map(({ inner }) => inner))]);
    mergedContents.set(container, [...new Set(merged.map(({ inner }) => inner))]);
  }
  return { contents, mergedContents };
}

/**
 * Whether every commit of a change is the work of earlier ones, or takes back or repeats them.
 *
 * A branch of merged work that is merged again only contains that. What names no earlier change restates nothing.
 */
function hasNoWorkOfItsOwn(change: Change, index: ChangeIndex): boolean {
  const isEarlier = (other: Change) => byMerge(other, change) < 0;
  const named = [...changesNamed(index, change.reverts), ...changesTouched(index, change.pickedFrom)];
  const restating = new Set(named.some(isEarlier) ? change.restating : []);
  const isOthers = (sha: string) => restating.has(sha) || changesTouched(index, [sha]).some(isEarlier);
  return change.commits.length > 0 && ownCommits(change).every(isOthers);
}

/** Links each change to those that it takes back, by name or by content, with what was merged into their branches. */
function linkReverts(
  changes: readonly Change[],
  index: ChangeIndex,
  { returns, passages, mergedContents }: Omit<Beside, "sides"> & { readonly mergedContents: Links },
): { readonly reverts: Links; readonly byContent: ReadonlySet<Change> } {
  const taken = new Map(returns.map(({ sha, reverted }) => [sha, reverted]));
  const links = new Map<Change, readonly Change[]>();
  const allByContent = new Set<Change>();
  for (const change of changes) {
    const own = new Set([...change.commits, ...change.rewritten]);
    const between = change.carriers.flatMap((sha) => taken.get(sha) ?? []).filter((sha) => !own.has(sha));
    const isBetween = new Set(between);
    // A change whose merge the restored content holds stays, though its branch came once more with a later change.
    const isHeld = ({ commits, carriers }: Change) =>
      carriers.some((sha) => !commits.includes(sha) && !isBetween.has(sha) && passages.has(sha));
    // Content tells nothing of a change that has none.
    const byContent = changesNamed(index, between).filter((each) => each.isEffective && !isHeld(each));
    const all = reachedFrom([...changesNamed(index, change.reverts), ...byContent], [mergedContents]);
    const earlier = new Set([...all].filter((each) => each.mergedAt < change.mergedAt));
    // A revert that goes together with what it reverted brings nothing back.
    const isWithIts = (each: Change) => links.get(each)?.every((original) => earlier.has(original)) === true;
    const reverted = [...earlier].filter((each) => !isWithIts(each));
    if (reverted.length === 0) continue;
    links.set(change, reverted);
    if (byContent.some((each) => reverted.includes(each))) allByContent.add(change);
  }
  return { reverts: links, byContent: allByContent };
}
