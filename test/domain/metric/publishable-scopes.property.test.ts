import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BuilderGroup } from "../../../src/domain/metric/builder-group.ts";
import type { PersonDay } from "../../../src/domain/metric/person-days.ts";
import { publishableScopes } from "../../../src/domain/metric/publishable-scopes.ts";
import { withheldForChanges } from "../../../src/domain/metric/suppression.ts";
import { following } from "../../support/following.ts";
import { runs } from "../../support/limits.ts";

const numRuns = runs(3000, 1000);
const NAMES = ["a", "b", "c", "d", "e", "f", "g"];
const FLOOR = 3;

/** People by letters, some of whom declare what they build. */
const group = fc
  .record({ people: fc.subarray([..."opqrstuvwxyz"], { maxLength: 3 }), declared: fc.subarray([..."opqrs"]) })
  .map(({ people, declared }): BuilderGroup => {
    const net = new Set(people);
    const declaring = net.intersection(new Set(declared));
    return { net, live: net, declared: declaring, others: net.difference(declaring) };
  });
const groups = fc.array(group, { minLength: 4, maxLength: NAMES.length });
const subset = fc.subarray(NAMES, { minLength: 1 });
const scopes = fc.array(subset, { minLength: 1, maxLength: 5 });

describe("the scopes that are published", () => {
  it.each([false, true])("expose no small group beside each other, with a strict config: %s", (isStrict) => {
    const told = { shown: 0, withheld: 0, beside: 0 };
    fc.assert(
      fc.property(groups, scopes, fc.option(subset), (all, chosen, visible) => {
        const byName = new Map(all.map((each, place) => [NAMES[place] ?? "", each]));
        const rules = { floor: FLOOR, isStrict };
        const work = { groups: byName, days: daysOf(byName) };
        const withheld = withheldForChanges(work, rules);
        const own = [...byName.keys()].filter((name) => !withheld.includes(name)).map((name) => [name]);
        const whole = [...byName.keys()];
        const before = [...(isFair([whole], byName, isStrict) ? [whole] : []), ...own];
        // The tools of the visible repositories are shown only where this exposes nobody.
        const tools = visible === null || !isFair([...before, visible], byName, isStrict) ? [] : [visible];
        const asked = chosen.map((names, place) => ({
          name: `${place}`,
          repositories: names.filter((name) => byName.has(name) && (visible?.includes(name) ?? true)),
        }));
        const names = publishableScopes(work, asked, { ...rules, published: tools });
        const shown = asked.filter(({ name }) => names.has(name)).map(({ repositories }) => repositories);
        told.shown += shown.length;
        told.withheld += asked.length - shown.length;
        if (shown.length > 1 && tools.length > 0) told.beside += 1;
        expect(isFair([...before, ...tools, ...shown], byName, isStrict)).toBe(true);
      }),
      { numRuns, seed: 12 },
    );

    expect(told.shown).toBeGreaterThan(numRuns / 4);
    expect(told.withheld).toBeGreaterThan(numRuns / 4);
    expect(told.beside).toBeGreaterThan(numRuns / 200);
  });
});

/** A day of each person's work in each repository. */
function daysOf(groupsByName: ReadonlyMap<string, BuilderGroup>): PersonDay[] {
  return [...groupsByName].flatMap(([name, { net, declared }]) =>
    [...net].map((builder) => {
      const isDeclared = declared.has(builder);
      return { builder, work: new Map([[name, { declared: isDeclared, others: !isDeclared }]]) };
    }),
  );
}

/** Whether all that follows from the sums of some sets is about nobody, or about as many people as the floor. */
function isFair(
  sets: readonly (readonly string[])[],
  groupsByName: ReadonlyMap<string, BuilderGroup>,
  isStrict: boolean,
): boolean {
  const sums = sets.map((names) => new Set(names));
  return following(sums, [...groupsByName.keys()]).every((names) => {
    const own = names.map((name) => groupsByName.get(name));
    const sizeOf = (side: keyof BuilderGroup) =>
      new Set(own.flatMap((each) => [...(each?.[side] ?? [])])).size;
    const sizes = [sizeOf("net"), ...(isStrict ? [sizeOf("declared"), sizeOf("others")] : [])];
    return sizes.every((size) => size === 0 || size >= FLOOR);
  });
}
