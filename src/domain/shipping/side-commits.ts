import type { Change } from "./change.ts";
import { type ChangeIndex, changesNamed, changesTouched, ownCommits } from "./change-index.ts";

/** A deployed commit that belongs to no change: somebody pushed it to a branch other than the default one. */
export interface SideCommit {
  readonly sha: string;
  /** The commits from which it claims to be picked. It touches a file of each. */
  readonly pickedFrom: readonly string[];
  /** Equal to the patch id of a change that does the same to the same files. */
  readonly patchId: string | undefined;
}

/** Commits that repeat a change together: for each part of it, the commits that repeat that part. */
export type Copy = readonly (readonly string[])[];

/**
 * Links each change to the side commits that repeat it as a whole, by their claims or by their patch.
 *
 * One commit may repeat the whole change. Otherwise each of its own commits must have been picked. The order does not
 * matter: a fix can be pushed to a release branch before the default branch has it.
 */
export function linkCopies(
  changes: readonly Change[],
  index: ChangeIndex,
  sides: readonly SideCommit[],
): ReadonlyMap<Change, readonly Copy[]> {
  const copies = new Map<Change, Copy[]>();
  if (sides.length === 0) return copies;
  const add = (change: Change, copy: Copy) => copies.set(change, [...(copies.get(change) ?? []), copy]);
  const patched = Map.groupBy(changes, ({ patchId }) => patchId);
  const pickers = new Map<string, string[]>();
  const bySha = new Map(sides.map((side) => [side.sha, side]));
  for (const side of sides) {
    const { names, patchIds } = originsOf(side, bySha);
    const same = patchIds.flatMap((patchId) => patched.get(patchId) ?? []);
    for (const change of new Set([...changesNamed(index, names), ...same])) add(change, [[side.sha]]);
    for (const name of names) pickers.set(name, [...(pickers.get(name) ?? []), side.sha]);
  }
  for (const change of new Set(changesTouched(index, [...pickers.keys()]))) {
    const copy = pieceTogether(change, pickers);
    if (copy !== undefined) add(change, copy);
  }
  return copies;
}

/** The origins of a commit, through any number of picks. */
function originsOf(side: SideCommit, bySha: ReadonlyMap<string, SideCommit>) {
  const names = new Set(side.pickedFrom);
  // A set also yields elements that are added during iteration.
  for (const name of names) for (const origin of bySha.get(name)?.pickedFrom ?? []) names.add(origin);
  const passed = [side, ...[...names].map((name) => bySha.get(name))];
  return { names: [...names], patchIds: passed.flatMap((each) => each?.patchId ?? []) };
}

/** The picks of each own commit of a change, or of its rebased form; `undefined` when one was not picked. */
function pieceTogether(change: Change, pickers: ReadonlyMap<string, readonly string[]>): Copy | undefined {
  const [own, { rewritten }] = [ownCommits(change), change];
  const isRebased = own.length === rewritten.length;
  const ways = isRebased
    ? [own.map((sha, index) => [sha, rewritten[index] ?? sha])]
    : [own.map((sha) => [sha]), rewritten.map((sha) => [sha])];
  return ways
    .filter((parts) => parts.length > 1)
    .map((parts) => parts.map((names) => names.flatMap((name) => pickers.get(name) ?? [])))
    .find((parts) => parts.every((picks) => picks.length > 0));
}
