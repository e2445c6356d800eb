import { byMerge, type Change } from "./change.ts";

/** Changes by their names. */
export interface ChangeIndex {
  /** By their id and the commits that carry them. */
  readonly carried: ReadonlyMap<string, readonly Change[]>;
  /** By the commits that they consist of. */
  readonly owned: ReadonlyMap<string, readonly Change[]>;
}

/** Indexes changes; each list keeps their order. */
export function indexChanges(changes: readonly Change[]): ChangeIndex {
  return {
    carried: indexBy(changes, ({ id, carriers }) => [id, ...carriers]),
    owned: indexBy(changes, (change) =>
      change.rewritten.length === 0 ? ownCommits(change) : [...ownCommits(change), ...change.rewritten],
    ),
  };
}

/** The work of a change, without its merge commits, which bring in the work of others. */
export function ownCommits({ commits, merges }: Change): readonly string[] {
  if (merges.length === 0) return commits;
  const isMerge = new Set(merges);
  return commits.filter((sha) => !isMerge.has(sha));
}

/** The changes with a part in any of some names. */
export function changesTouched({ carried, owned }: ChangeIndex, names: readonly string[]): Change[] {
  return names.flatMap((name) => [...(carried.get(name) ?? []), ...(owned.get(name) ?? [])]);
}

/** Whether a change that was merged before one has a part in a commit. */
export function isTouchedEarlier({ carried, owned }: ChangeIndex, change: Change, sha: string): boolean {
  const isEarlier = (each: Change) => each !== change && byMerge(each, change) < 0;
  return carried.get(sha)?.some(isEarlier) === true || owned.get(sha)?.some(isEarlier) === true;
}

/** The changes merged before one, with a part in any of some names. */
export function earlierTouched(index: ChangeIndex, change: Change, names: readonly string[]): Change[] {
  return changesTouched(index, names).filter((each) => byMerge(each, change) < 0);
}

/**
 * The changes that some names denote as a whole: one name is the commit of its merge, or the names are all of its
 * commits.
 *
 * The last of several commits carries a change, but is only a part of it. A commit that updates a branch from its base
 * denotes no change.
 */
export function changesNamed({ carried, owned }: ChangeIndex, names: readonly string[]): Change[] {
  if (names.length === 0) return [];
  const isNamed = new Set(names);
  const isWhole = (all: readonly string[]) => all.length > 0 && all.every((sha) => isNamed.has(sha));
  const merged = names.flatMap((name) =>
    (carried.get(name) ?? []).filter(
      (change) =>
        !owned.get(name)?.includes(change) && (name === change.id || !change.commits.includes(name)),
    ),
  );
  const parts = new Set(names.flatMap((name) => owned.get(name) ?? []));
  return [
    ...merged,
    ...[...parts].filter((change) => isWhole(ownCommits(change)) || isWhole(change.rewritten)),
  ];
}

function indexBy(changes: readonly Change[], keysOf: (change: Change) => readonly string[]) {
  const index = new Map<string, Change[]>();
  for (const change of changes) {
    for (const key of keysOf(change)) {
      const known = index.get(key);
      if (known === undefined) index.set(key, [change]);
      // A change may have a key twice.
      else if (known.at(-1) !== change) known.push(change);
    }
  }
  return index;
}
