import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BuilderGroup } from "../../../src/domain/metric/builder-group.ts";
import type { PersonDay, Side } from "../../../src/domain/metric/person-days.ts";
import { publishableScopes } from "../../../src/domain/metric/publishable-scopes.ts";
import { withheldForChanges } from "../../../src/domain/metric/suppression.ts";
import { fewestExposed } from "../../support/exposed.ts";
import { runs } from "../../support/limits.ts";

const numRuns = runs(2000, 300);
const NAMES = ["a", "b", "c", "d"];
const FLOOR = 2;

const sides = fc.constantFrom(
  { declared: true, others: false },
  { declared: false, others: true },
  { declared: true, others: true },
);
/** A day of a person, who mostly works in one repository. */
const day = fc.record({
  builder: fc.constantFrom(..."nopqrstuvwxyz"),
  work: fc
    .oneof(
      { weight: 4, arbitrary: fc.subarray(NAMES, { minLength: 1, maxLength: 1 }) },
      fc.subarray(NAMES, { minLength: 2 }),
    )
    .chain((names) => fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), sides))))
    .map((work) => new Map(work)),
});
const days = fc.array(day, { minLength: 4, maxLength: 24 });
const subset = fc.subarray(NAMES, { minLength: 1 });
const scopes = fc.array(subset, { minLength: 1, maxLength: 3 });

describe("the scopes of people who work in several repositories", () => {
  it.each([false, true])("expose few people in no sum of figures, with a strict config: %s", (isStrict) => {
    const told = { shown: 0, withheld: 0, several: 0 };
    fc.assert(
      fc.property(days, scopes, fc.option(subset), (all, chosen, tools) => {
        const groups = new Map(NAMES.map((name) => [name, groupOf(all, name)]));
        const rules = { floor: FLOOR, isStrict };
        const withheld = withheldForChanges({ groups, days: all }, rules);
        const own = NAMES.filter((name) => !withheld.includes(name)).map((name) => [name]);
        const published = tools === null ? [] : [tools];
        const asked = chosen.map((repositories, place) => ({ name: `${place}`, repositories }));
        const names = publishableScopes({ groups, days: all }, asked, { ...rules, published });
        const before = [NAMES, ...published];
        const shown = asked.filter(({ name }) => names.has(name)).map((each) => each.repositories);
        const added = withoutTwins(shown, before, all);
        told.shown += added.length;
        told.withheld += asked.length - shown.length;
        if (added.length > 1) told.several += 1;
        const looked: readonly Side[] = isStrict ? ["all", "declared", "others"] : ["all"];
        for (const side of looked)
          expect(
            fewestExposed([...added, ...before, ...own], added.length, all, side),
          ).toBeGreaterThanOrEqual(FLOOR);
      }),
      { numRuns, seed: 4 },
    );

    expect(told.shown).toBeGreaterThan(numRuns / 8);
    expect(told.withheld).toBeGreaterThan(numRuns / 8);
    expect(told.several).toBeGreaterThan(numRuns / 100);
  });
});

function groupOf(all: readonly PersonDay[], name: string): BuilderGroup {
  const of = (isIn: (work: { declared: boolean; others: boolean }) => boolean) => {
    const found = all.filter(({ work }) => {
      const own = work.get(name);
      return own !== undefined && isIn(own);
    });
    return new Set(found.map(({ builder }) => builder));
  };
  const net = of(() => true);
  return { net, live: net, declared: of(({ declared }) => declared), others: of(({ others }) => others) };
}

/** The sets whose work is neither nothing nor that of an earlier set. */
function withoutTwins(sets: readonly string[][], before: readonly string[][], all: readonly PersonDay[]) {
  const busy = (names: readonly string[]) =>
    NAMES.filter((name) => names.includes(name) && all.some(({ work }) => work.has(name))).join();
  const seen = new Set(["", ...before.map(busy)]);
  return sets.filter((names) => !seen.has(busy(names)) && seen.add(busy(names)));
}
