import type { Change } from "./change.ts";
import { type ChangeIndex, changesNamed } from "./change-index.ts";
import { type Links, reachedFrom } from "./links.ts";
import type { Stays } from "./stays.ts";
import type { Return } from "./timeline-state.ts";

/** The changes that revert others. */
interface Reverts {
  readonly reverts: Links;
  /** The changes that restore an earlier content. */
  readonly byContent: ReadonlySet<Change>;
}

/**
 * Links each change to the changes that it reverts, by name or by content, and to the changes merged into their
 * branches.
 */
export function linkReverts(
  changes: readonly Change[],
  index: ChangeIndex,
  { returns, stays, mergedContents }: { returns: readonly Return[]; stays: Stays; mergedContents: Links },
): Reverts {
  const taken = new Map(returns.map(({ sha, reverted }) => [sha, reverted]));
  const links = new Map<Change, readonly Change[]>();
  const allByContent = new Set<Change>();
  for (const change of changes) {
    // As most are.
    if (change.reverts.length === 0 && !change.carriers.some((sha) => taken.has(sha))) continue;
    const own = new Set([...change.commits, ...change.rewritten]);
    const between = change.carriers.flatMap((sha) => taken.get(sha) ?? []).filter((sha) => !own.has(sha));
    const isBetween = new Set(between);
    // A change stays if the restored content holds its merge, even if its branch came again with a later change.
    const isHeld = ({ commits, carriers }: Change) =>
      carriers.some((sha) => !commits.includes(sha) && !isBetween.has(sha) && stays.has(sha));
    // Content proves nothing about a change without effective files.
    const byContent = changesNamed(index, between).filter((each) => each.isEffective && !isHeld(each));
    const all = reachedFrom([...changesNamed(index, change.reverts), ...byContent], [mergedContents]);
    const earlier = new Set([...all].filter((each) => each.mergedAt < change.mergedAt));
    // A revert that is reverted together with its original brings nothing back.
    const isWithIts = (each: Change) => links.get(each)?.every((original) => earlier.has(original)) === true;
    const reverted = [...earlier].filter((each) => !isWithIts(each));
    if (reverted.length === 0) continue;
    links.set(change, reverted);
    if (byContent.some((each) => reverted.includes(each))) allByContent.add(change);
  }
  return { reverts: links, byContent: allByContent };
}
