import { ms } from "./time.ts";
import type { Change } from "./types.ts";

/** "`merges`: those of them that are merge commits. The others are its own commits." */
export function ownCommits(change: Change): string[] {
  return change.commits.filter((sha) => !change.merges.includes(sha));
}

/** The carriers that came to be by the merge: not the final head, unless there is nothing else. */
export function mergeCommits(change: Change): string[] {
  const made = change.carriers.filter((sha) => !change.commits.includes(sha));
  return made.length > 0 ? made : change.carriers;
}

/**
 * "The commit that carries its merge without being one of its own commits." What a rebase made of its own
 * commits is its own, too. The final head of a pull request is no merge of it.
 */
function isItsMerge(change: Change, name: string): boolean {
  if (!change.carriers.includes(name)) return false;
  if (change.id.startsWith("#") && change.commits.includes(name)) return false;
  return !ownCommits(change).includes(name) && !change.rewritten.includes(name);
}

/** "A change of several commits is named by its merge, its number, or all of its commits." */
export function standFor(names: string[], change: Change): boolean {
  if (names.some((name) => isItsMerge(change, name))) return true;
  const own = ownCommits(change);
  const idIsOneOfSeveral = own.length > 1 && own.includes(change.id);
  if (names.includes(change.id) && !idIsOneOfSeveral) return true;
  return allOf(own, names) || allOf(change.rewritten, names);
}

function allOf(commits: string[], names: string[]): boolean {
  return commits.length > 0 && commits.every((sha) => names.includes(sha));
}

/** Whether a name means a change or a part of it. */
export function speaksOf(name: string, change: Change): boolean {
  return [change.id, ...change.carriers, ...change.commits, ...change.rewritten].includes(name);
}

/** "Of two merged in the same second, the lower number came first": pull requests by their number, then pushes. */
export function isEarlier(first: Change, second: Change): boolean {
  return inOrder(first, second) < 0;
}

function inOrder(a: Change, b: Change): number {
  const isPush = (change: Change) => !change.id.startsWith("#");
  return (
    ms(a.mergedAt) - ms(b.mergedAt) ||
    Number(isPush(a)) - Number(isPush(b)) ||
    (isPush(a) ? 0 : Number(a.id.slice(1)) - Number(b.id.slice(1))) ||
    (a.id === b.id ? 0 : a.id < b.id ? -1 : 1)
  );
}

/** All changes from the first merged to the last. */
export function inMergeOrder(changes: readonly Change[]): Change[] {
  return [...changes].sort(inOrder);
}

/** "The same patch again": the later one repeats the earlier one. */
export function samePatchAgain(later: Change, earlier: Change): boolean {
  return later.patch !== null && later.patch === earlier.patch && isEarlier(earlier, later);
}

/** "Those of a change that … repeats it": by what it truly claims, or by the same patch again. */
export function repeats(one: Change, original: Change): boolean {
  if (!isEarlier(original, one)) return false;
  return standFor(one.repeats, original) || samePatchAgain(one, original);
}

/** "Of stacked pull requests each is one, and ships when the lowest does": its commits hold a carrier of the other. */
export function contains(one: Change, other: Change): boolean {
  return isEarlier(other, one) && other.carriers.some((sha) => one.commits.includes(sha));
}

/** It was merged into the branch of the other one, so what takes back the other one takes it back, too. */
export function wasMergedInto(change: Change, other: Change): boolean {
  return change.id !== other.id && mergeCommits(change).some((sha) => other.commits.includes(sha));
}
