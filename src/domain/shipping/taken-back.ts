import { byMerge, type Change } from "./change.ts";
import type { Relations } from "./relations.ts";

/**
 * Finds the change by whose merge another one was gone; `undefined` when nothing took it back, or it was brought back.
 *
 * A revert takes back; a revert of that, or the same patch again, brings back; each until it is taken back itself. Only
 * changes that count are looked at. Each merges later than what it acts on, so this comes to an end.
 */
export function takerOf(
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

/** A recursive function that answers each question once. */
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
