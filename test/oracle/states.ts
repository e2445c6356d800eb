import { inMergeOrder, isEarlier } from "./names.ts";
import { landsAgain, takesBack } from "./reverts.ts";
import type { Change, History } from "./types.ts";

/**
 * Which of the changes played has taken back this one in the end; null when none did, or it is back.
 *
 * "A revert of the revert, or the same patch again, by whomever, brings the original back … as long as one of them
 * stands. The last one that took it back then decides."
 */
export function takenBackBy(history: History, played: Change[], change: Change): Change | null {
  const answers = new Map<string, Change | null>();
  const takerOf = (taken: Change): Change | null => {
    const known = answers.get(taken.id);
    if (known !== undefined) return known;
    const inEffect = played
      .filter((revert) => takesBack(history, revert).has(taken.id))
      .flatMap((revert) => {
        const landings = played.filter((one) => isEarlier(revert, one) && landsAgain(history, one, taken));
        const isBack = takerOf(revert) !== null || landings.some((one) => takerOf(one) === null);
        if (isBack) return [];
        const unreverts = played.filter((one) => takesBack(history, one).has(revert.id));
        const since = [...landings, ...unreverts].flatMap((one) => takerOf(one) ?? []);
        return inOrder([revert, ...since]).slice(-1);
      });
    const [taker = null] = inOrder(inEffect);
    answers.set(taken.id, taker);
    return taker;
  };
  return takerOf(change);
}

function inOrder(changes: Change[]): Change[] {
  return inMergeOrder([...new Set(changes)]);
}
