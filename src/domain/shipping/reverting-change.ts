import { byMerge, type Change } from "./change.ts";
import type { Relations } from "./relations.ts";

/**
 * Finds the change whose merge took another one out; `undefined` when nothing reverted it, or it was brought back.
 *
 * A revert takes a change out. A revert of the revert, or the same patch again, brings it back, unless it is reverted
 * itself. Only changes that count are considered. Each merges later than its target, so the search ends.
 */
export function revertingChangeOf(
  change: Change,
  { revertersOf, repeatsOf }: Pick<Relations, "revertersOf" | "repeatsOf">,
  counts: (change: Change) => boolean,
): Change | undefined {
  const find = memoized((taken: Change, again): Change | undefined => {
    const byEach = revertersOf(taken)
      .filter(counts)
      .map((revert) => {
        const landings = repeatsOf(taken).filter((each) => counts(each) && byMerge(revert, each) < 0);
        const isBack = again(revert) !== undefined || landings.some((each) => again(each) === undefined);
        const since = [...landings, ...revertersOf(revert).filter(counts)].map(again);
        return isBack ? undefined : inOrder([revert, ...since]).at(-1);
      });
    return inOrder(byEach)[0];
  });
  return find(change);
}

function inOrder(changes: readonly (Change | undefined)[]): Change[] {
  return changes.filter((each) => each !== undefined).sort(byMerge);
}

/** A recursive function that computes each answer once. */
function memoized<Key, Answer>(
  answer: (key: Key, again: (key: Key) => Answer) => Answer,
): (key: Key) => Answer {
  const answers = new Map<Key, { readonly answer: Answer }>();
  const ask = (key: Key): Answer => {
    const known = answers.get(key) ?? { answer: answer(key, ask) };
    answers.set(key, known);
    return known.answer;
  };
  return ask;
}
