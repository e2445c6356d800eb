import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { on, repository, shipped, WEEK } from "../../../dev/simulation/examples/records.ts";
import { type Digest, digestWeek } from "../../../src/domain/metric/digest.ts";
import type { Measured } from "../../../src/domain/metric/measured.ts";
import { withheldAmong, withheldOf } from "../../../src/domain/metric/organization-withheld.ts";
import type { PersonDay, Side } from "../../../src/domain/metric/person-days.ts";
import { shiftWeek, type Week } from "../../../src/domain/metric/week.ts";
import { fewestExposed } from "../../support/exposed.ts";
import { runs } from "../../support/limits.ts";

const numRuns = runs(1000, 200);
const NAMES = ["a", "b", "c", "d"];
const FLOOR = 3;
const NOW = on(shiftWeek(WEEK, 5), 1);
const BEFORE = shiftWeek(WEEK, -1);

/** The net changes of a person on a weekday in a repository: so many declared ones, and so many others. */
interface Piece {
  readonly builder: string;
  readonly week: Week;
  readonly day: number;
  readonly name: string;
  readonly changes: readonly [declared: number, others: number];
}

const changes = fc.constantFrom<Piece["changes"]>([1, 0], [0, 1], [2, 0], [1, 2]);
/** A day of a person, who mostly works in one repository. */
const day = fc
  .record({
    builder: fc.constantFrom(..."nopqrstuvwxyz"),
    week: fc.constantFrom(WEEK, WEEK, BEFORE),
    day: fc.nat({ max: 4 }),
    work: fc
      .oneof(
        { weight: 8, arbitrary: fc.subarray(NAMES, { minLength: 1, maxLength: 1 }) },
        fc.subarray(NAMES, { minLength: 2 }),
      )
      .chain((names) => fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), changes)))),
  })
  .map(({ work, ...rest }) => work.map(([name, each]): Piece => ({ ...rest, name, changes: each })));
const pieces = fc.array(day, { minLength: 8, maxLength: 40 }).map((days) => days.flat());
const subset = fc.subarray(NAMES, { minLength: 1 });

function measuredOf(name: string, all: readonly Piece[]): Measured {
  const own = all.filter((piece) => piece.name === name);
  const found = own.flatMap(({ builder, week, day: weekday, changes: [declared, others] }) =>
    Array.from({ length: declared + others }, (_, index) => {
      const attribution = index < declared ? ("declared" as const) : ("undeclared" as const);
      return { builder, attribution, at: on(week, weekday) };
    }),
  );
  return repository(
    found.map(({ at, ...rest }, place) => shipped(at, { change: { ...rest, id: `#${place + 1}` } })),
    { repository: `acme/${name}` },
  );
}

/** The digests of the organization and of its repositories. */
function publish(all: readonly Piece[], visible: readonly string[], isStrict: boolean) {
  const measured = NAMES.map((name) => measuredOf(name, all));
  const query = { week: WEEK, zone: "utc", now: NOW, floor: FLOOR, isStrict };
  const withheld = withheldAmong(measured, query);
  const seen = new Set(visible.map((name) => `acme/${name}`));
  const owner = digestWeek(measured, { ...query, scope: "acme", visible: seen });
  const own = measured.map((each) => {
    const { repository: scope } = each;
    return digestWeek([each], { ...query, scope, ...withheldOf(withheld, scope) });
  });
  return { owner, own };
}

/** The work of a person on each day, or in each of some longer times. */
function workBy(all: readonly Piece[], timeOf: (piece: Piece) => string): PersonDay[] {
  const byTime = Map.groupBy(all, (piece) => `${piece.builder} ${timeOf(piece)}`);
  return [...byTime.values()].map((own) => ({
    builder: own[0]?.builder ?? "",
    work: new Map(
      [...Map.groupBy(own, ({ name }) => name)].map(([name, found]) => [
        name,
        {
          declared: found.some(({ changes: [declared] }) => declared > 0),
          others: found.some(({ changes: [, others] }) => others > 0),
        },
      ]),
    ),
  }));
}

/** The sets of repositories of which the digests show some figure. */
function told({ owner, own }: ReturnType<typeof publish>, isTold: (digest: Digest) => boolean): string[][] {
  const repositories = own.filter(isTold).map(({ scope }) => [scope.replace("acme/", "")]);
  return [...(isTold(owner) ? [NAMES] : []), ...repositories];
}

describe("what an organization and its repositories publish without scopes", () => {
  it.each([false, true])(
    "exposes few people in no sum of AI-assisted parts, with a strict config: %s",
    (isStrict) => {
      const seen = { own: 0, withheld: 0, tools: 0, several: 0 };
      const looked: readonly Side[] = isStrict ? ["all", "declared", "others"] : ["all"];
      fc.assert(
        fc.property(pieces, subset, (all, visible) => {
          const published = publish(all, visible, isStrict);
          const tools = published.owner.tools === null ? [] : [visible];
          const figures = {
            [WEEK]: [
              ...told(published, (digest) => digest.normalizedDeployments.aiAssisted !== null),
              ...tools,
            ],
            [BEFORE]: told(published, ({ weeks }) => weeks.at(-2)?.aiAssisted != null),
          };
          seen.own += published.own.filter(({ tools: own }) => (own?.length ?? -1) >= 0).length;
          seen.withheld += published.own.filter(({ beside }) => beside.withheldFor === "others").length;
          if (tools.length > 0 && visible.length < NAMES.length) seen.tools += 1;
          if (all.some(({ week }, place) => week === WEEK && all[place + 1]?.builder === all[place]?.builder))
            seen.several += 1;
          for (const [week, sets] of Object.entries(figures)) {
            const days = workBy(
              all.filter((piece) => piece.week === week),
              (piece) => `${piece.day}`,
            );
            for (const side of looked)
              expect([week, side, fewestExposed(sets, sets.length, days, side) >= FLOOR]).toEqual([
                week,
                side,
                true,
              ]);
          }
        }),
        { numRuns, seed: 5 },
      );

      expect(seen.own).toBeGreaterThan(numRuns / 8);
      expect(seen.withheld).toBeGreaterThan(numRuns / 8);
      expect(seen.tools).toBeGreaterThan(numRuns / 50);
      expect(seen.several).toBeGreaterThan(numRuns / 4);
    },
  );

  it.each([false, true])("exposes few people in no sum of adopters, with a strict config: %s", (isStrict) => {
    const seen = { shown: 0, hidden: 0 };
    fc.assert(
      fc.property(pieces, (all) => {
        const published = publish(all, NAMES, isStrict);
        const sets = told(published, ({ builders }) => builders.adoption !== null);
        seen.shown += sets.length;
        seen.hidden += published.own.filter(
          ({ builders, tools }) => builders.count === null && tools !== null,
        ).length;
        const weeks = workBy(
          all.filter(({ week }) => week === WEEK),
          () => "",
        );
        const looked: readonly Side[] = isStrict ? ["all", "declared", "others"] : ["all"];
        for (const side of looked)
          expect([side, fewestExposed(sets, sets.length, weeks, side) >= FLOOR]).toEqual([side, true]);
        const counted = told(published, ({ builders }) => builders.count !== null);
        if (counted.length < 2) return;
        const shown = counted.slice(1).flat();
        const left = weeks.filter(({ work }) => !shown.some((name) => work.has(name)));
        expect(left.length === 0 || left.length >= FLOOR).toBe(true);
      }),
      { numRuns, seed: 5 },
    );

    expect(seen.shown).toBeGreaterThan(numRuns / 4);
    expect(seen.hidden).toBeGreaterThan(numRuns / 50);
  });
});
