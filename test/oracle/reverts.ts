import { bringsNothing, reach, treeOf } from "./graph.ts";
import {
  isEarlier,
  mergeCommits,
  ownCommits,
  repeats,
  samePatchAgain,
  speaksOf,
  standFor,
  wasMergedInto,
} from "./names.ts";
import { ms } from "./time.ts";
import { timelineOf } from "./timeline.ts";
import type { Change, History } from "./types.ts";

/** The commits that a change itself is made of: nothing of them is an "earlier commit in its history". */
function itself(change: Change): string[] {
  return [...change.commits, ...change.rewritten, ...mergeCommits(change)];
}

/** That a change brings back the content of some commits, and what came since. */
interface Return {
  since: string[];
  commits: string[];
}

const deployedIn = new WeakMap<History, Set<string>>();

/** "Once production has held it": every commit that was ever deployed, or lies behind one that was. */
function deployedCommits(history: History): Set<string> {
  const known = deployedIn.get(history);
  if (known) return known;
  const shas = timelineOf(history).steps.flatMap(({ event }) => event.sha ?? []);
  const all = new Set(shas.flatMap((sha) => [...reach(history, sha)]));
  deployedIn.set(history, all);
  return all;
}

/** "Its merge or its last commit brings back exactly the content of earlier commits in its history": those commits. */
function broughtBack(history: History, change: Change): Return[] {
  const deployed = deployedCommits(history);
  return change.carriers.flatMap((merge) => {
    if (!deployed.has(merge)) return [];
    const tree = treeOf(history, merge);
    const parent = history.commits[merge]?.parents[0];
    // What does not change the content brings nothing back.
    if (tree === null || parent === undefined || tree === treeOf(history, parent)) return [];
    const commits = [...reach(history, parent)].filter(
      (sha) => !itself(change).includes(sha) && treeOf(history, sha) === tree && !bringsNothing(history, sha),
    );
    const since = commits.length === 0 ? [] : commitsSince(history, parent, commits);
    // Its own commits alone came and went.
    return since.every((sha) => itself(change).includes(sha)) ? [] : [{ since, commits }];
  });
}

/** "Then it takes back what came since: every change that none of those commits held any part of." */
function cameSince(history: History, { since, commits }: Return, change: Change): boolean {
  const isHeld = (carrier: string) => commits.some((commit) => reach(history, commit).has(carrier));
  return change.effective && standFor(since, change) && !change.carriers.some(isHeld);
}

/** What came since the content of some commits was there: what a commit reaches, and none of them. */
function commitsSince(history: History, sha: string, commits: string[]): string[] {
  const held = new Set(commits.flatMap((commit) => [...reach(history, commit)]));
  return [...reach(history, sha)].filter((each) => !held.has(each));
}

const answers = new WeakMap<History, Map<string, Set<string>>>();

/** "A change merged *later* than what it takes back, that claims so or does so": the ids of what it takes back. */
export function takesBack(history: History, revert: Change): Set<string> {
  const all = answers.get(history) ?? new Map<string, Set<string>>();
  answers.set(history, all);
  const known = all.get(revert.id);
  if (known) return known;
  const returns = broughtBack(history, revert);
  // Of two of the same second, neither takes back the other.
  const earlier = history.changes.filter((change) => ms(change.mergedAt) < ms(revert.mergedAt));
  const direct = earlier.filter(
    (change) => standFor(revert.reverts, change) || returns.some((each) => cameSince(history, each, change)),
  );
  const found = new Set(direct.map((change) => change.id));
  // What was merged into the branch of something that is taken back goes with it.
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const inner of earlier)
      if (history.changes.some((outer) => found.has(outer.id) && wasMergedInto(inner, outer)))
        found.add(inner.id);
  }
  // A revert that goes together with what it took back brings nothing back.
  const alone = [...found].filter((id) => {
    const originals = takesBack(history, earlier.find((change) => change.id === id) as Change);
    return originals.size === 0 || ![...originals].every((original) => found.has(original));
  });
  all.set(revert.id, new Set(alone));
  return new Set(alone);
}

/** "Brings the original back": it is an earlier change once more. */
export function landsAgain(history: History, change: Change, original: Change): boolean {
  if (!isEarlier(original, change)) return false;
  if (repeats(change, original)) return true;
  // A repeat of a repeat, and what was merged into the branch of something that comes back.
  return history.changes.some(
    (other) =>
      (isEarlier(original, other) && repeats(other, original) && landsAgain(history, change, other)) ||
      (wasMergedInto(original, other) && landsAgain(history, change, other)),
  );
}

/**
 * "A change without work of its own: each own commit reverts or repeats earlier changes, or is one of theirs.
 * … What brings back earlier content, and the same patch again, is rework as well."
 */
export function isRework(history: History, change: Change): boolean {
  const taken = takesBack(history, change);
  const returns = broughtBack(history, change);
  const isByContent = (one: Change) =>
    taken.has(one.id) && returns.some((each) => cameSince(history, each, one));
  if (history.changes.some(isByContent)) return true;
  if (history.changes.some((other) => samePatchAgain(change, other))) return true;
  const own = ownCommits(change);
  if (change.commits.length === 0) return false;
  const earlier = history.changes.filter((other) => isEarlier(other, change));
  const claims = namesEarlierChange(history, change);
  return own.every(
    (sha) =>
      (claims && change.restating.includes(sha)) ||
      earlier.some((other) =>
        [...ownCommits(other), ...other.rewritten, ...mergeCommits(other)].includes(sha),
      ),
  );
}

/** "What names no earlier change restates nothing": one that it reverts as a whole, or of which it repeats a part. */
function namesEarlierChange(history: History, change: Change): boolean {
  return history.changes.some(
    (other) =>
      isEarlier(other, change) &&
      (standFor(change.reverts, other) || change.repeats.some((name) => speaksOf(name, other))),
  );
}
