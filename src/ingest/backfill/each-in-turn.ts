import { setImmediate as turn } from "node:timers/promises";
import { isRefusal } from "../../github/octokit.ts";

/**
 * Does something with each item of a page, and lets other work run in between.
 *
 * A refusal of GitHub's for one item does not stop the others. It is thrown after all were tried. So a page needs as
 * many tries as its slowest item, however many items GitHub refuses.
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
