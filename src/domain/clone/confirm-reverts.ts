import type { SideCommit } from "../shipping/side-commits.ts";
import { takesBack } from "../shipping/takes-back.ts";
import type { CloneChange } from "./clone-changes.ts";

/** A change that says that it reverts something, with the changes that this may be. */
export interface Claim {
  readonly change: CloneChange;
  readonly name: string;
  readonly targets: readonly CloneChange[];
}

/** What changes say they revert, as far as that names other changes. */
export function resolveClaims(changes: readonly CloneChange[], scope: string): Claim[] {
  const named = new Map<string, CloneChange[]>();
  for (const change of changes) {
    for (const name of new Set([change.id, ...change.carriers, ...change.commits]))
      named.set(name, [...(named.get(name) ?? []), change]);
  }
  const own = `${scope}#`.toLowerCase();
  return changes.flatMap((change) =>
    change.claims.flatMap((claim) => {
      const name = claim.toLowerCase().startsWith(own) ? claim.slice(own.length - 1) : claim;
      const targets = (named.get(name) ?? []).filter((each) => each !== change);
      return targets.length === 0 ? [] : [{ change, name, targets }];
    }),
  );
}

/** What commits touch, and which files count. */
export interface CloneFiles {
  readonly filesOf: (sha: string) => readonly string[];
  readonly isEffective: (path: string) => boolean;
}

/** Changes with what they revert, by the files of both; see `takesBack`. */
export function confirmReverts(
  changes: readonly CloneChange[],
  claims: readonly Claim[],
  { filesOf, isEffective }: CloneFiles,
): CloneChange[] {
  const touched = ({ commits, carriers }: CloneChange) => new Set([...commits, ...carriers].flatMap(filesOf));
  // Git lists no files of a merge commit: it brings those of the whole change, as a number names them.
  const namedFiles = (name: string, target: CloneChange) => {
    const files = filesOf(name);
    return (files.length > 0 ? files : [...touched(target)]).map((path) => ({ path }));
  };
  const isConfirmed = ({ change, name, targets }: Claim) => {
    const own = { paths: touched(change), isCut: false, isEffective };
    return targets.some((target) => takesBack(own, namedFiles(name, target)));
  };
  const confirmed = Map.groupBy(claims.filter(isConfirmed), ({ change }) => change);
  return changes.map((change) => {
    const reverts = confirmed.get(change)?.map(({ name }) => name) ?? [];
    return reverts.length === 0 ? change : { ...change, reverts };
  });
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

/** Commits with what they were picked from: only what shares a file with them. Git lists no files of a merge commit. */
export function confirmPicks(
  sides: readonly SideCommit[],
  picked: ReadonlyMap<string, CloneChange>,
  filesOf: (sha: string) => readonly string[],
): SideCommit[] {
  const touched = (name: string) => [name, ...(picked.get(name)?.commits ?? [])].flatMap(filesOf);
  return sides.map((side) => {
    const own = new Set(filesOf(side.sha));
    const isConfirmed = (name: string) => touched(name).some((path) => own.has(path));
    return { ...side, pickedFrom: side.pickedFrom.filter(isConfirmed) };
  });
}
