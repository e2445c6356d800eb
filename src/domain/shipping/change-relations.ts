import { byMerge, type Change } from "./change.ts";
import {
  type ChangeIndex,
  changesNamed,
  changesTouched,
  earlierTouched,
  isTouchedEarlier,
  ownCommits,
} from "./change-index.ts";
import type { Rework } from "./grounds.ts";
import { inOrder, type Links, reachedFrom } from "./links.ts";

/** The earlier changes to which a change is related; each list is in the order of their merges. */
interface EarlierRelations {
  readonly reverts: readonly Change[];
  /** The changes that it repeats, or from which it was picked. */
  readonly repeats: readonly Change[];
  readonly contains: readonly Change[];
  /** Whether every own commit is the work of earlier changes. */
  readonly isOnlyContainer: boolean;
}

/** All changes to which a change is related; each list is in the order of their merges. */
export interface ChangeRelations extends EarlierRelations {
  readonly revertedBy: readonly Change[];
  readonly repeatedBy: readonly Change[];
  readonly containedIn: readonly Change[];
}

/** Links of changes to earlier ones. */
interface EarlierLinks {
  readonly index: ChangeIndex;
  readonly reverts: Links;
  /** The changes that revert by restoring an earlier content. */
  readonly byContent: ReadonlySet<Change>;
  readonly originals: Links;
  /** The changes that effective changes contain, and so carry. */
  readonly carried: Links;
  readonly mergedContents: Links;
}

/** Finds the changes that a change reverts, repeats, and contains. */
export function earlierRelations(change: Change, links: EarlierLinks): EarlierRelations {
  const { index, reverts, originals, carried, mergedContents } = links;
  const repeated = reachedFrom(originals.get(change) ?? [], [originals, mergedContents]);
  const contained = [...reachedFrom([change], [originals, carried])].filter(
    (each) => each !== change && !repeated.has(each),
  );
  const owners = ownCommits(change).map((sha) => earlierTouched(index, change, [sha]));
  const isOnlyContainer = change.commits.length > 0 && owners.every((others) => others.length > 0);
  return {
    reverts: inOrder(reverts.get(change) ?? []),
    repeats: inOrder([...repeated, ...earlierTouched(index, change, change.pickedFrom)]),
    contains: inOrder([...contained, ...(isOnlyContainer ? owners.flat() : [])]),
    isOnlyContainer,
  };
}

/** The reason why a change is no output of its own; `undefined` when it is output. */
export function reworkOf(change: Change, links: EarlierLinks): Rework | undefined {
  const isRevert = links.byContent.has(change);
  const isRepeat = links.originals.has(change);
  const hasNoWork = hasNoWorkOfItsOwn(change, links.index);
  if (!isRevert && !isRepeat && !hasNoWork) return undefined;
  const { reverts, repeats, contains } = earlierRelations(change, links);
  const rework = (rule: "takes-back" | "repeats" | "only-contains", of: readonly Change[]): Rework => {
    return { outcome: "rework", rule, changes: of.map(({ id }) => id) };
  };
  if (reverts.length > 0 && (isRevert || hasNoWork)) return rework("takes-back", reverts);
  if (repeats.length > 0) return rework("repeats", repeats);
  if (contains.length > 0) return rework("only-contains", contains);
  return { outcome: "rework", rule: "only-merges" };
}

/**
 * Whether every commit of a change is the work of earlier ones, or reverts or repeats them.
 *
 * A branch of merged work that is merged again only contains that work. A claim that names no earlier change has no
 * effect.
 */
function hasNoWorkOfItsOwn(change: Change, index: ChangeIndex): boolean {
  if (change.commits.length === 0) return false;
  const restating = restatingOf(change, index);
  const isOthers = (sha: string) => restating.includes(sha) || isTouchedEarlier(index, change, sha);
  return ownCommits(change).every(isOthers);
}

/** The commits of a change that only revert or repeat others, if it names an earlier one. */
function restatingOf(change: Change, index: ChangeIndex): readonly string[] {
  if (change.restating.length === 0) return change.restating;
  const named = [...changesNamed(index, change.reverts), ...changesTouched(index, change.pickedFrom)];
  return named.some((each) => byMerge(each, change) < 0) ? change.restating : [];
}
