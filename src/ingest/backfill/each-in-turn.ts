import { setImmediate as turn } from "node:timers/promises";
import { isRefusal } from "../../github/octokit.ts";

/**
 * Does something with each of the things on a page, and lets whatever else waits have its turn in between.
 *
 * What GitHub cannot tell of one of them holds up none of the others: it is thrown once all were tried. So the tries of a
 * page are those of its slowest one, however many GitHub refuses.
 */
export async function eachInTurn<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const refused: unknown[] = [];
  for (const item of items) {
    await act(item).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
      refused.push(error);
    });
    await turn();
  }
  if (refused.length > 0) throw refused[0];
}
