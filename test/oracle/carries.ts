import { bringsNothing, changesNothing, isAncestor, reach, reachContent } from "./graph.ts";
import { contains, isEarlier, repeats, standFor } from "./names.ts";
import type { Change, History } from "./types.ts";

const answers = new WeakMap<History, Map<string, boolean>>();

/**
 * "From whose commit the change can be reached in the commit graph: by its merge, squash, last rewritten
 * commit or final head, those of a change that contains or repeats it, or a copy."
 */
export function carries(history: History, sha: string, change: Change): boolean {
  return kept(history, `${sha} ${change.id}`, () => {
    const reached = reach(history, sha);
    const has = (carrier: string) => reached.has(carrier);
    return anyOf(history, reached, change, { has, within: (one, other) => contains(one, other) }, new Set());
  });
}

/** The same, where a merge that has the content of its first parent brings nothing of the others. */
export function bringsContent(history: History, sha: string, change: Change): boolean {
  return kept(history, `${sha} ${change.id} content`, () => {
    const reached = reachContent(history, sha);
    const all = reach(history, sha);
    const has = (carrier: string) =>
      reached.has(carrier) || (all.has(carrier) && reached.has(lastChanging(history, carrier, change)));
    const within = (one: Change, other: Change) => containsContent(history, one, other);
    return anyOf(history, reached, change, { has, within }, new Set());
  });
}

/** "What ends with a commit that changes nothing ends with the one before": of a change that has several. */
function lastChanging(history: History, end: string, change: Change): string {
  const own = [change.commits, change.rewritten].find((all) => all.includes(end)) ?? [];
  let sha = own.includes(end) ? end : undefined;
  // A merge that brought nothing is none of its commits, and lies between them.
  while (sha !== undefined && changesNothing(history, sha)) sha = history.commits[sha]?.parents[0];
  return sha !== undefined && own.includes(sha) ? sha : "";
}

/**
 * The same, once some commits were deployed before: "what a merge takes out again that was in production before by
 * itself: ancestry says that it is there".
 */
export function holdsContent(
  history: History,
  sha: string,
  before: readonly string[],
  change: Change,
): boolean {
  if (bringsContent(history, sha, change)) return true;
  if (!carries(history, sha, change)) return false;
  const reached = reach(history, sha);
  const content = [sha, ...before].map((each) => reachContent(history, each));
  const isIn = (carrier: string) => content.some((each) => each.has(carrier));
  const has = (carrier: string) =>
    reached.has(carrier) && (isIn(carrier) || isIn(lastChanging(history, carrier, change)));
  const within = (one: Change, other: Change) => containsContent(history, one, other);
  return anyOf(history, new Set([...reached].filter(has)), change, { has, within }, new Set());
}

interface Asking {
  has: (carrier: string) => boolean;
  within: (one: Change, other: Change) => boolean;
}

/** The head of a change holds another change, and no merge on the way there brought nothing of it. */
function containsContent(history: History, one: Change, other: Change): boolean {
  const heads = one.commits.filter((sha) => !one.commits.some((newer) => isAncestor(history, sha, newer)));
  // A commit of the line itself is there, though it changes nothing.
  const has = (head: string, carrier: string) =>
    reachContent(history, head).has(carrier) ||
    (changesNothing(history, carrier) && !bringsNothing(history, carrier));
  return (
    one.effective &&
    isEarlier(other, one) &&
    other.carriers.some(
      (carrier) => one.commits.includes(carrier) && heads.some((head) => has(head, carrier)),
    )
  );
}

function anyOf(
  history: History,
  reached: Set<string>,
  change: Change,
  asking: Asking,
  asked: Set<string>,
): boolean {
  if (asked.has(change.id)) return false;
  asked.add(change.id);
  if (change.carriers.some(asking.has)) return true;
  if (byCopies(history, reached, change)) return true;
  return history.changes.some(
    (other) =>
      (asking.within(other, change) || repeats(other, change)) &&
      anyOf(history, reached, other, asking, asked),
  );
}

/** "Repeat a change as a whole: they say from what they were picked …, or do the same to the same files." */
function byCopies(history: History, reached: Set<string>, change: Change): boolean {
  const copies = history.copies.filter((copy) => reached.has(copy.sha));
  if (copies.some((copy) => copy.patch !== null && copy.patch === change.patch)) return true;
  return standFor(
    copies.flatMap((copy) => copy.pickedFrom),
    change,
  );
}

function kept(history: History, key: string, ask: () => boolean): boolean {
  let all = answers.get(history);
  if (!all) {
    all = new Map();
    answers.set(history, all);
  }
  let answer = all.get(key);
  if (answer === undefined) {
    answer = ask();
    all.set(key, answer);
  }
  return answer;
}
