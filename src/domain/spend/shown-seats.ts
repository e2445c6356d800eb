import type { KnownSpend } from "./combination.ts";
import { declarationAt } from "./declared.ts";
import { type Day, noonOf } from "./fact.ts";
import { isPaid } from "./seats.ts";
import type { ShownSpend } from "./shown.ts";

/**
 * The seats that the config pays for on a day, and the seats that sources count now.
 *
 * The number of paid seats is about the organization's money. The number of active seats is about people: it is shown
 * only where at least as many people as the floor were active, and as many were not.
 */
export function shownSeats(
  { declarations, sources }: KnownSpend,
  { day, floor }: { readonly day: Day; readonly floor: number },
): ShownSpend["seats"] {
  const paid = declarationAt(declarations, noonOf(day)).seats.filter((each) => isPaid(each, day));
  return {
    declared: [...Map.groupBy(paid, ({ tool }) => tool)]
      .map(([tool, all]) => ({ tool, count: all.reduce((sum, { count }) => sum + count, 0) }))
      .toSorted((a, b) => (a.tool < b.tool ? -1 : 1)),
    counted: sources.flatMap(({ name, seats, activeSeats }) => {
      if (seats === undefined) return [];
      const isShown = activeSeats !== undefined && activeSeats >= floor && seats - activeSeats >= floor;
      return [{ source: name, paid: seats, active: isShown ? activeSeats : null }];
    }),
  };
}
