import { type Claiming, type Claims, namesClaimed, renamed, settleClaims } from "../shipping/claims.ts";
import type { SideCommit } from "../shipping/side-commits.ts";
import type { CloneChange } from "./clone-change.ts";

/** What a claim names: its whole name, and the change. */
interface Named {
  readonly name: string;
  readonly change: CloneChange;
}

/** What the changes of a clone claim something of, by the words that name it. */
type NamedChanges = ReadonlyMap<string, Named>;

const SHORTEST_ID = 7;

/**
 * Finds what changes claim something of: by their id, or a commit that is theirs, or the beginning of its id.
 *
 * What means no change, or several, is left out. Of the changes that share a commit, it is the first one.
 */
export function namedChanges(changes: readonly CloneChange[], scope: string): NamedChanges {
  const claimed = new Set(changes.flatMap(claimedBy));
  if (claimed.size === 0) return new Map();
  const byName = new Map<string, CloneChange>();
  for (const change of changes) {
    for (const name of [change.id, ...change.carriers, ...change.commits])
      if (!byName.has(name)) byName.set(name, change);
  }
  const beginnings = Map.groupBy(byName.keys(), (name) => name.slice(0, SHORTEST_ID));
  const own = `${scope}#`.toLowerCase();
  const found = (claim: string) => {
    const name = claim.toLowerCase().startsWith(own) ? claim.slice(own.length - 1) : claim;
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

/** All names that a change claims something of, those of what its subjects quote among them. */
export function claimedBy({ claiming, quoted }: CloneChange): string[] {
  return [...namesClaimed(claiming), ...[...quoted.values()].map(({ id }) => id)];
}

/** What commits touch, and which files count. */
export interface CloneFiles {
  readonly filesOf: (sha: string) => readonly string[];
  readonly isEffective: (path: string) => boolean;
}

/** Changes with what is true of their claims, by the files of both; see `settleClaims`. */
export function settleCloneClaims(
  changes: readonly CloneChange[],
  named: NamedChanges,
  { filesOf, isEffective }: CloneFiles,
): CloneChange[] {
  const touchedBy = ({ whole }: CloneChange) => new Set(whole.flatMap(filesOf));
  // A number names the whole change. What came to nothing can neither be taken back nor repeated.
  const namedFiles = (name: string) => {
    const change = byName.get(name);
    const touched = change === undefined ? new Set<string>() : touchedBy(change);
    if (touched.size === 0) return undefined;
    const files = filesOf(name);
    return (files.length > 0 ? files : [...touched]).map((path) => ({ path }));
  };
  const byName = new Map([...named.values()].map(({ name, change }) => [name, change]));
  return changes.map((change) => {
    const claiming = resolved(change, named);
    if (namesClaimed(claiming).length === 0) return change;
    const touched = { paths: touchedBy(change), isCut: false, isEffective };
    return { ...change, ...settleClaims(claiming, touched, namedFiles) };
  });
}

/** The claims of a change by whole names: nothing claims itself, and a subject tells where no name does. */
function resolved(change: CloneChange, named: NamedChanges): Claiming {
  const known = renamed(change.claiming, (claim) => {
    const found = named.get(claim);
    const isItself = found?.change === change && found.name === change.id;
    return isItself ? undefined : found?.name;
  });
  const quoting = <Of extends Claims>(claims: Of, sha: string): Of => {
    const { kind, id } = change.quoted.get(sha) ?? { kind: "reverts", id: undefined };
    return id === undefined || claims[kind].length > 0 ? claims : { ...claims, [kind]: [id] };
  };
  return {
    own: known.own.map((commit) => quoting(commit, commit.sha)),
    described: quoting(known.described, mergeOf(change)),
  };
}

/** The merge commit of a change, whose subject quotes for all of it; empty for one without. */
function mergeOf({ carriers: [end = ""], commits, merges }: CloneChange): string {
  return merges.includes(end) || !commits.includes(end) ? end : "";
}

/** The changes that commits name by the commit of their merge. */
export function pickedChanges(
  changes: readonly CloneChange[],
  sides: readonly SideCommit[],
): ReadonlyMap<string, CloneChange> {
  const names = new Set(sides.flatMap(({ pickedFrom }) => pickedFrom));
  return new Map(
    changes.flatMap((change) =>
      change.carriers.filter((sha) => names.has(sha)).map((sha) => [sha, change] as const),
    ),
  );
}

/** Commits with what they were picked from: only what shares a file with them, one that counts where any does. */
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
