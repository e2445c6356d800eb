import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestOf, on, repository, shipped, WEEK } from "../../../dev/simulation/examples/records.ts";
import { openCalendar } from "../../../src/domain/metric/calendar.ts";
import { personDays } from "../../../src/domain/metric/person-days.ts";
import { cellsIn, cellsOf } from "../../../src/domain/metric/scope-cells.ts";
import type { MeasuredScope } from "../../../src/domain/metric/scope-totals.ts";
import { withheldForChanges } from "../../../src/domain/metric/suppression.ts";
import { workOfWeek } from "../../../src/domain/metric/work-of-week.ts";
import { fewestExposed } from "../../support/exposed.ts";
import { runs } from "../../support/limits.ts";

const numRuns = runs(3000, 400);
const FLOOR = 3;
const REPOSITORIES = ["acme/a", "acme/b", "acme/c"];
const PARTIAL = ["p", "q", "r"];
const PEOPLE = "ghijklmnopqrstuvwxyz";

/** A place of work: a repository, and the partial scopes that have the changes made there. */
const place = fc.record({
  repository: fc.constantFrom("acme/a", "acme/a", ...REPOSITORIES),
  scopes: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom([], ["p"], ["q"]) },
    { weight: 1, arbitrary: fc.subarray(PARTIAL) },
  ),
});
type Place = typeof place extends fc.Arbitrary<infer Value> ? Value : never;

/** A net change of a person. */
interface Work extends Place {
  readonly builder: string;
  readonly day: number;
  readonly isDeclared: boolean;
}

/** Work of people who have one of a few places in common with others, and are seldom elsewhere. */
const organization = fc
  .record({
    places: fc.array(place, { minLength: 3, maxLength: 4 }),
    works: fc.array(
      fc.record({
        person: fc.nat(PEOPLE.length - 1),
        day: fc.nat(1),
        isDeclared: fc.boolean(),
        away: fc.option(place, { freq: 12 }),
      }),
      { minLength: 20, maxLength: 120 },
    ),
  })
  .map(({ places, works }) =>
    works.flatMap(({ person, day, isDeclared, away }): Work[] => {
      const home = places[person % places.length];
      const at = away !== null && person % 3 === 0 ? away : home;
      return at === undefined ? [] : [{ ...at, builder: PEOPLE[person] ?? "", day, isDeclared }];
    }),
  );
const wholes = fc.array(fc.subarray(REPOSITORIES, { minLength: 1, maxLength: 2 }), { maxLength: 1 });

describe("the scopes that have parts of repositories", () => {
  it.each([false, true])("tell of few people in no sum of figures, with a strict config: %s", (isStrict) => {
    const told = { shown: 0, withheld: 0, several: 0 };
    fc.assert(
      fc.property(organization, wholes, (all, whole) => {
        const { measured, scopes } = tell(all, whole);
        const query = { scope: "acme", isOwnReader: false, floor: FLOOR, isStrict, scopes };
        const names = new Set(
          digestOf(measured, query)
            .scopes?.filter(({ total }) => total !== null)
            .map(({ scope }) => scope),
        );
        const { cells, days, own } = divide(measured, scopes, isStrict);
        // A scope that happens to have whole repositories tells what these tell.
        const isWhole = (set: readonly string[]) =>
          [...cells.ofRepository.values()].every(
            (ownCells) =>
              ownCells.every((cell) => set.includes(cell)) || !ownCells.some((cell) => set.includes(cell)),
          );
        const sets = scopes.filter(({ name }) => names.has(name)).map((each) => cellsIn(each, cells));
        const wholeSets = sets.filter(isWhole);
        const everything = [...cells.changes.keys()];
        const wholly = [everything, ...own, ...wholeSets];
        const totals = [everything, ...cells.ofRepository.values(), ...wholeSets];
        const partly = withoutTwins(
          sets.filter((set) => !isWhole(set)),
          [...wholly, ...totals],
          days,
        );
        told.shown += partly.length;
        told.withheld += PARTIAL.length - partly.length;
        if (partly.length > 1) told.several += 1;
        for (const side of isStrict ? (["all", "declared", "others"] as const) : (["all"] as const))
          expect(fewestExposed([...partly, ...wholly], partly.length, days, side)).toBeGreaterThanOrEqual(
            FLOOR,
          );
        for (const counted of ["days", "changes"] as const)
          expect(fewestCounted([...partly, ...totals], partly.length, all, counted)).toBeGreaterThanOrEqual(
            FLOOR,
          );
      }),
      { numRuns, seed: 7 },
    );

    expect(told.shown).toBeGreaterThan(numRuns / 16);
    expect(told.withheld).toBeGreaterThan(numRuns / 8);
    expect(told.several).toBeGreaterThan(numRuns / 200);
  });

  /** The fewest people that a sum of totals, or of numbers of changes, is about: without the code under test. */
  function fewestCounted(
    figures: readonly (readonly string[])[],
    count: number,
    all: readonly Work[],
    counted: "days" | "changes",
  ): number {
    const { cellOf } = placed(all);
    const units = new Map<string, { builder: string; isIn: boolean[] }>();
    for (const [place, each] of all.entries()) {
      const key = counted === "days" ? `${each.builder} ${each.day}` : `${place}`;
      const isIn = figures.map((cells) => cells.includes(cellOf(each)));
      const before = units.get(key)?.isIn ?? [];
      units.set(key, { builder: each.builder, isIn: isIn.map((now, at) => now || before[at] === true) });
    }
    let fewest = Number.POSITIVE_INFINITY;
    for (const factors of choices(figures.length)) {
      if (factors.slice(0, count).every((factor) => factor === 0)) continue;
      const people = new Set<string>();
      for (const { builder, isIn } of units.values())
        if (factors.reduce((sum, factor, at) => sum + (isIn[at] ? factor : 0), 0) !== 0) people.add(builder);
      if (people.size > 0) fewest = Math.min(fewest, people.size);
    }
    return fewest;
  }
});

function choices(length: number): readonly (readonly number[])[] {
  let all: readonly (readonly number[])[] = [[]];
  for (let at = 0; at < length; at += 1) all = all.flatMap((each) => [0, 1, -1].map((one) => [...each, one]));
  return all;
}

function measuredOf(all: readonly Work[]) {
  return REPOSITORIES.map((name) =>
    repository(
      all
        .filter((each) => each.repository === name)
        .map(({ builder, day, isDeclared, scopes }) => {
          const attribution = isDeclared ? ("declared" as const) : ("undeclared" as const);
          return shipped(on(WEEK, day), { change: { builder, attribution, scopes } });
        }),
      { repository: name },
    ),
  );
}

function scopesOf(whole: readonly (readonly string[])[]): readonly MeasuredScope[] {
  return [
    ...PARTIAL.map(
      (name): MeasuredScope => ({
        name,
        repositories: REPOSITORIES,
        named: 0,
        has: (_, { scopes = [] }) => scopes.includes(name),
      }),
    ),
    ...whole.map((repositories, at) => ({ name: `w${at}`, repositories, named: repositories.length })),
  ];
}

function tell(all: readonly Work[], whole: readonly (readonly string[])[]) {
  return { measured: measuredOf(all), scopes: scopesOf(whole) };
}

/** The cell of each change, as the code under test names them. */
function placed(all: readonly Work[]) {
  const { cells } = divide(measuredOf(all), scopesOf([]), false);
  const cellOf = ({ repository: name, scopes }: Work) => {
    const found = (cells.ofRepository.get(name) ?? []).find((cell) => {
      const [first] = cells.changes.get(cell) ?? [];
      return `${[...(first?.change.scopes ?? [])].sort()}` === `${[...scopes].sort()}`;
    });
    return found ?? "";
  };
  return { cellOf };
}

function divide(
  measured: ReturnType<typeof measuredOf>,
  scopes: readonly MeasuredScope[],
  isStrict: boolean,
) {
  const changesOf = new Map(measured.map((each) => [each.repository, each.changes]));
  const calendar = openCalendar(WEEK, WEEK, "utc");
  const cells = cellsOf(changesOf, scopes);
  const withheld = withheldForChanges(workOfWeek(changesOf, calendar), { floor: FLOOR, isStrict });
  const own = [...cells.ofRepository]
    .filter(([name]) => !withheld.includes(name))
    .map(([, ownCells]) => ownCells);
  return { cells, own, days: personDays(cells.changes, calendar) };
}

/** The sets whose work is neither nothing nor that of an earlier set. */
function withoutTwins(
  sets: readonly (readonly string[])[],
  before: readonly (readonly string[])[],
  days: ReturnType<typeof personDays>,
) {
  const busy = (names: readonly string[]) =>
    names
      .filter((name) => days.some((day) => day.work.has(name)))
      .toSorted()
      .join();
  const seen = new Set(["", ...before.map(busy)]);
  return sets.filter((names) => !seen.has(busy(names)) && seen.add(busy(names)));
}
