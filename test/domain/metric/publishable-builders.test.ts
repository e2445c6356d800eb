import { describe, expect, it } from "vitest";
import { on, shipped, WEEK } from "../../../dev/simulation/examples/records.ts";
import { openCalendar } from "../../../src/domain/metric/calendar.ts";
import type { CountedFacts } from "../../../src/domain/metric/counted-part.ts";
import { publishableBuilders } from "../../../src/domain/metric/publishable-builders.ts";
import { publishableScopes } from "../../../src/domain/metric/publishable-scopes.ts";
import { cellsIn, cellsOf } from "../../../src/domain/metric/scope-cells.ts";
import { workOfWeek } from "../../../src/domain/metric/work-of-week.ts";

const RULES = { floor: 5, calendar: openCalendar(WEEK, WEEK, "utc") };

/** The changes of people, by letters, on a day: capital letters are declared. */
const by = (letters: string, day: number, scopes: readonly string[]) =>
  [...letters].map((letter) => {
    const attribution = letter === letter.toLowerCase() ? ("undeclared" as const) : ("declared" as const);
    return shipped(on(WEEK, day), { change: { builder: letter.toLowerCase(), attribution, scopes } });
  });

/** Whether the scope `pay`, a part of the only repository, shows its total, and its number of builders. */
function shownOf(pay: string, others: string): readonly [boolean, boolean] {
  const repository = "acme/shop";
  const has = (_: string, { scopes = [] }: CountedFacts) => scopes.includes("pay");
  const scope = { name: "pay", repositories: [repository], has };
  const changes = new Map([[repository, [...by(pay, 0, ["pay"]), ...by(others, 1, [])]]]);
  const cells = cellsOf(changes, [scope]);
  const set = cellsIn(scope, cells);
  const work = workOfWeek(cells.changes, RULES.calendar);
  const { ofRepository } = cells;
  const totals = publishableScopes(work, [{ name: "pay", repositories: set }], {
    ...RULES,
    ofRepository,
    published: [],
  });
  return [totals.has("pay"), publishableBuilders(cells, [{ name: "pay", cells: set }], RULES).has("pay")];
}

describe("the number of builders in a scope", () => {
  it("is shown where it leaves nobody or enough people", () => {
    expect(shownOf("abcde", "fghij")).toEqual([true, true]);
    expect(shownOf("abCDEFg", "Abcdefghijkl")).toEqual([true, true]);
  });

  it("is withheld where it leaves few people of those of its repository, though their days are enough", () => {
    expect(shownOf("abcdef", "abcdefg")).toEqual([true, false]);
  });
});
