import { byMerge, type Change } from "./change.ts";
import { type ChangeIndex, changesNamed } from "./change-index.ts";

/** Changes, each with its linked changes. */
export type Links = ReadonlyMap<Change, readonly Change[]>;

/** Some changes and all changes that are linked to them, directly or through others. */
export function reachedFrom(changes: readonly Change[], links: readonly Links[]): Set<Change> {
  const all = new Set(changes);
  // A set also yields elements that are added during iteration.
  for (const each of all) for (const next of links.flatMap((link) => link.get(each) ?? [])) all.add(next);
  return all;
}

/** The same links in the other direction. */
export function invert(links: Links): Links {
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

/** Changes in the order of their merges, each once. */
export function inOrder(changes: Iterable<Change>): Change[] {
  return [...new Set(changes)].sort(byMerge);
}

/**
 * Links each change that repeats others as a whole to the changes that it names, and to the last earlier one with its
 * patch.
 */
export function linkOriginals(changes: readonly Change[], index: ChangeIndex): Links {
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
 * Links each change to the changes whose heads its branch contains, and to those of them that were merged into it.
 *
 * A stacked pull request's base may be another pull request. Then that other one contains the merge of the first, and
 * its own merge carries both, even squashed.
 */
export function linkContents(changes: readonly Change[], { carried }: ChangeIndex) {
  const contents = new Map<Change, readonly Change[]>();
  const mergedContents = new Map<Change, readonly Change[]>();
  for (const container of changes) {
    const found = container.commits.flatMap((sha) =>
      (carried.get(sha) ?? [])
        .filter((inner) => byMerge(inner, container) < 0)
        .map((inner) => ({ inner, sha })),
    );
    if (found.length === 0) continue;
    // A push has no merge. Its last commit counts as merged once a branch contains it and the base does not.
    const merged = found.filter(({ inner, sha }) => inner.id === sha || !inner.commits.includes(sha));
    contents.set(container, [...new Set(found.map(({ inner }) => inner))]);
    mergedContents.set(container, [...new Set(merged.map(({ inner }) => inner))]);
  }
  return { contents, mergedContents };
}
