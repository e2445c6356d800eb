import type { Change } from "./change.ts";
import { type ChangeIndex, changesNamed } from "./change-index.ts";
import { type Links, reachedFrom } from "./links.ts";
import type { Passages } from "./passages.ts";
import type { Return } from "./timeline-state.ts";

/** Which changes take back which others. */
interface Reverts {
  readonly reverts: Links;
  /** Those that restore an earlier content. */
  readonly byContent: ReadonlySet<Change>;
}

/** Links each change to those that it takes back, by name or by content, with what was merged into their branches. */
export function linkReverts(
  changes: readonly Change[],
  index: ChangeIndex,
  {
    returns,
    passages,
    mergedContents,
  }: { returns: readonly Return[]; passages: Passages; mergedContents: Links },
): Reverts {
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
