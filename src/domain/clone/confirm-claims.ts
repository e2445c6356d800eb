import { type Claiming, type Claims, namesClaimed, renameClaims, settleClaims } from "../shipping/claims.ts";
import type { SideCommit } from "../shipping/side-commits.ts";
import type { CloneChange } from "./clone-change.ts";
import { ownNames } from "./own-names.ts";

/** The target of a claim: its full name, and the change. */
interface Named {
  readonly name: string;
  readonly change: CloneChange;
}

/** The changes by every name that a claim may use. */
type NamedChanges = ReadonlyMap<string, Named>;

const SHORTEST_ID = 7;

/**
 * Indexes changes by the names that claims use: their id, a commit of theirs, or the beginning of its id.
 *
 * `remotes` are the repositories of the clone's remotes, such as `acme/shop`. A name of no change, or of several, is
 * left out. A commit that several changes share belongs to the first.
 */
export function namedChanges(changes: readonly CloneChange[], remotes: readonly string[]): NamedChanges {
  const claimed = new Set(changes.flatMap(claimedBy));
  if (claimed.size === 0) return new Map();
  const byName = new Map<string, CloneChange>();
  for (const change of changes) {
    for (const name of [change.id, ...change.carriers, ...change.commits])
      if (!byName.has(name)) byName.set(name, change);
  }
  const beginnings = Map.groupBy(byName.keys(), (name) => name.slice(0, SHORTEST_ID));
  const withoutOwn = ownNames(changes, remotes);
  const found = (claim: string) => {
    const name = withoutOwn(claim);
    const beginning = beginnings.get(name.slice(0, SHORTEST_ID)) ?? [];
    const [only, ...others] = byName.has(name) ? [name] : beginning.filter((each) => each.startsWith(name));
    const change = only === undefined || others.length > 0 ? undefined : byName.get(only);
    return only === undefined || change === undefined ? undefined : { name: only, change };
  };
  return new Map(
    [...claimed].flatMap((claim) => {
      const named = found(claim);
      return named === undefined ? [] : [[claim, named] as const];
    }),
  );
}

/** All names in the claims of a change, with the quotations in its subjects. */
export function claimedBy({ claiming, quoted }: CloneChange): readonly string[] {
  const names = namesClaimed(claiming);
  return quoted.size === 0 ? names : [...names, ...[...quoted.values()].flatMap(({ id }) => id ?? [])];
}

/** The files of commits, and the files that count. */
export interface CloneFiles {
  readonly filesOf: (sha: string) => readonly string[];
  readonly isEffective: (path: string) => boolean;
}

/** Confirms the claims of changes by the files of both sides; see `settleClaims`. */
export function settleCloneClaims(
  changes: readonly CloneChange[],
  named: NamedChanges,
  { filesOf, isEffective }: CloneFiles,
): CloneChange[] {
  const touchedBy = ({ whole }: CloneChange) => new Set(whole.flatMap(filesOf));
  // A number names the whole change. A change without effect can be neither reverted nor repeated.
  const namedFiles = (name: string) => {
    const change = byName.get(name);
    const touched = change === undefined ? new Set<string>() : touchedBy(change);
    if (touched.size === 0) return undefined;
    const files = filesOf(name);
    return (files.length > 0 ? files : [...touched]).map((path) => ({ path }));
  };
  const byName = new Map([...named.values()].map(({ name, change }) => [name, change]));
  return changes.map((change) => {
    if (change.quoted.size === 0 && namesClaimed(change.claiming).length === 0) return change;
    const claiming = resolved(change, named);
    if (namesClaimed(claiming).length === 0) return change;
    const touched = { paths: touchedBy(change), isCut: false, isEffective };
    return { ...change, ...settleClaims(claiming, touched, namedFiles) };
  });
}

/** Resolves the claims of a change to full names: nothing claims itself, and a subject counts where no name does. */
function resolved(change: CloneChange, named: NamedChanges): Claiming {
  const known = renameClaims(change.claiming, (claim) => {
    const found = named.get(claim);
    const isItself = found?.change === change && found.name === change.id;
    return isItself ? undefined : found?.name;
  });
  const nameById = new Map(
    namesClaimed(change.claiming)
      .flatMap((claim) => named.get(claim) ?? [])
      .map(({ name, change: { id } }) => [id, name]),
  );
  const quoting = <Of extends Claims>(claims: Of, sha: string): Of => {
    const quoted = change.quoted.get(sha);
    if (quoted === undefined || claims[quoted.kind].length > 0) return claims;
    // Several changes may have one title: another text of this change may name the one that is meant.
    const said = quoted.alike.map((id) => nameById.get(id)).find((name) => name !== undefined);
    const name = said ?? quoted.id;
    return name === undefined ? claims : { ...claims, [quoted.kind]: [name] };
  };
  return {
    own: known.own.map((commit) => quoting(commit, commit.sha)),
    described: quoting(known.described, mergeOf(change)),
  };
}

/** The merge commit of a change, whose subject quotes for all of it; empty without one. */
function mergeOf({ carriers: [end = ""], commits, merges }: CloneChange): string {
  return merges.includes(end) || !commits.includes(end) ? end : "";
}

/** Indexes the changes that cherry-picks name as their source, by the named commit. */
export function pickedChanges(
  changes: readonly CloneChange[],
  sides: readonly SideCommit[],
): ReadonlyMap<string, CloneChange> {
  const names = new Set(sides.flatMap(({ pickedFrom }) => pickedFrom));
  if (names.size === 0) return new Map();
  return new Map(
    changes.flatMap((change) =>
      change.carriers.filter((sha) => names.has(sha)).map((sha) => [sha, change] as const),
    ),
  );
}

/** Keeps the sources of cherry-picks that share a file with the commit, one that counts if there is any. */
export function confirmPicks(
  sides: readonly SideCommit[],
  picked: ReadonlyMap<string, CloneChange>,
  { filesOf, isEffective }: CloneFiles,
): SideCommit[] {
  const touched = (name: string) => {
    const files = [name, ...(picked.get(name)?.whole ?? [])].flatMap(filesOf);
    return files.some(isEffective) ? files.filter(isEffective) : files;
  };
  return sides.map((side) => {
    const own = new Set(filesOf(side.sha));
    const isConfirmed = (name: string) => touched(name).some((path) => own.has(path));
    return { ...side, pickedFrom: side.pickedFrom.filter(isConfirmed) };
  });
}
