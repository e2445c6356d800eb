import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { later, on, repository, reverted, shipped, WEEK } from "../../../dev/simulation/examples/records.ts";
import { type Digest, digestWeek } from "../../../src/domain/metric/digest.ts";
import type { Measured } from "../../../src/domain/metric/measured.ts";
import { findQuietWeeks } from "../../../src/domain/metric/quiet-weeks.ts";
import { shiftWeek } from "../../../src/domain/metric/week.ts";
import { workUntil } from "../../../src/domain/metric/week-units.ts";
import { NOTHING_DECLARED } from "../../../src/domain/spend/declared.ts";
import { digestSpend } from "../../../src/domain/spend/digest-spend.ts";
import { renderDigest } from "../../../src/render/digest/issue.ts";
import { runs } from "../../support/limits.ts";

const FLOOR = 5;
const DAYS = 5;
/** The part of a day that is over at nine. */
const NINE = 9 / 24;
const NAMES = ["acme/api", "acme/shop", "acme/web"];
/** Fewer weeks than a verdict on the number of builders takes. */
const YOUNG = 3;
const OLD = 27;
const NOW = on(shiftWeek(WEEK, 5), 1);
/** The starts of the weeks of an old history, and last the end of the week that the digests tell of. */
const STARTS = Array.from({ length: OLD + 1 }, (_, index) => on(shiftWeek(WEEK, index - OLD + 1), 0, 0));
const numRuns = runs(100, 25);

/** Seats of one tool, and nothing of the other one. */
const PAID = {
  ...{ facts: [], sources: [], restated: [] },
  declarations: [
    {
      ...NOTHING_DECLARED,
      since: new Date("2026-01-01"),
      seats: [
        {
          tool: "cursor",
          count: 31,
          price: "40",
          currency: "USD",
          per: "month",
          from: "2026-01-01",
          until: undefined,
        },
      ],
    },
  ],
} as const;

type World = 0 | 1;

/** A change, and what differs between two worlds: its builder, by a number, and the tool that it declares. */
interface Piece {
  readonly isUndone: boolean;
  readonly choice: readonly [number, number];
  readonly tool: readonly [string | undefined, string | undefined];
}

/** The work of a day, all in one repository. */
interface BusyDay {
  readonly repository: number;
  readonly pieces: readonly Piece[];
  /** The most people who build what stays of this day, in either world. */
  readonly builders: number;
  /** The people of either world, in the order in which they are at work. */
  readonly people: readonly [readonly number[], readonly number[]];
}

/** The working days of some weeks, and the number of people in either world, who are fewer than the floor. */
interface History {
  readonly days: readonly (BusyDay | undefined)[];
  readonly people: readonly [number, number];
}

const size = fc.integer({ min: 1, max: FLOOR - 1 });
const people = fc.shuffledSubarray([0, 1, 2, 3], { minLength: FLOOR - 1 });
/** In one world all declared work is by the tool that is paid for, in the other one only some of it. */
const tools = fc.tuple(
  fc.constantFrom(undefined, "cursor"),
  fc.constantFrom(undefined, "cursor", "claude-code"),
);
const piece = fc.record({
  isUndone: fc.nat({ max: 5 }).map((number) => number === 0),
  choice: fc.tuple(fc.nat({ max: 11 }), fc.nat({ max: 11 })),
  tool: tools,
});
const day = fc.record({
  repository: fc.nat({ max: NAMES.length - 1 }),
  pieces: fc.array(piece, { minLength: 1, maxLength: 6 }),
  builders: size,
  people: fc.tuple(people, people),
});

function historyOf(weeks: number): fc.Arbitrary<History> {
  const length = { minLength: weeks * DAYS, maxLength: weeks * DAYS };
  return fc.record({
    days: fc.array(fc.option(day, { nil: undefined }), length),
    people: fc.tuple(size, size),
  });
}

/** The repositories of one of the worlds. Each day has as many normalized deployments in both. */
function measuredIn({ days, people: sizes }: History, world: World): readonly Measured[] {
  const changes = days.flatMap((each, place) => {
    if (each === undefined) return [];
    const builders = Math.min(each.builders, ...sizes);
    const atWork = each.people[world].filter((person) => person < sizes[world]).slice(0, builders);
    return changesOf(each, { place, weeks: days.length / DAYS, atWork, world });
  });
  return NAMES.map((name, index) => {
    const own = changes.filter((each) => each.repository === index);
    const tools = new Map(
      own.flatMap(({ shipped, tool }) => (tool ? [[shipped.change.id, [{ tool, isAgent: false }]]] : [])),
    );
    return repository(
      own.map(({ shipped }) => shipped),
      { repository: name, tools, measuredSince: on(shiftWeek(WEEK, 1 - days.length / DAYS), 0, 0) },
    );
  });
}

interface Stage {
  /** The place of the day among those of all weeks, and their number. */
  readonly place: number;
  readonly weeks: number;
  readonly atWork: readonly number[];
  readonly world: World;
}

/** The changes of a day. Each person at work builds one that stays, as long as there are enough; they share the others. */
function changesOf({ repository, pieces }: BusyDay, { place, weeks, atWork, world }: Stage) {
  const start = STARTS[OLD - weeks + Math.floor(place / DAYS)] ?? NOW;
  const at = later(start, (place % DAYS) + NINE);
  let stayed = 0;
  return pieces.map(({ isUndone, choice, tool }, index) => {
    const turn = !isUndone && stayed < atWork.length ? stayed++ : choice[world] % atWork.length;
    const attribution = tool[world] === undefined ? ("undeclared" as const) : ("declared" as const);
    const rest = { id: `#${place * 10 + index + 1}`, builder: `builder-${atWork[turn]}`, attribution };
    const shippedChange = isUndone ? reverted(at, 2, rest) : shipped(at, { change: rest });
    return { repository, shipped: shippedChange, tool: tool[world] };
  });
}

/** The digests of the organization and of each repository. The organization pays for the seats of one tool. */
function digestsOf(measured: readonly Measured[]): readonly Digest[] {
  const query = { week: WEEK, zone: "utc", now: NOW, floor: FLOOR };
  const visible = new Set(NAMES);
  const owner = digestWeek(measured, { ...query, scope: "acme", visible });
  const work = workUntil(measured, { ...query, scope: "acme" });
  const tools = new Map(
    measured.flatMap((each) => [...each.tools].map(([id, used]) => [id, used.map((one) => one.tool)])),
  );
  const declared = work.declared.map(({ change }) => tools.get(change.id) ?? []);
  const spend = digestSpend(PAID, { work, declared, now: NOW });
  const own = measured.map((each) => digestWeek([each], { ...query, scope: each.repository }));
  return [{ ...owner, spend }, ...own];
}

/** All that is said of them, as data and as Markdown. */
function said(digests: readonly Digest[]) {
  const visible = new Set(NAMES);
  return digests.map((digest) => {
    const key = digest.scope === "acme" ? { installationId: 1, week: WEEK } : { repositoryId: 1, week: WEEK };
    return { digest, ...renderDigest(digest, key, { visible }) };
  });
}

/** The number of people in each week of an old history who build what stays. */
function buildersByWeek(measured: readonly Measured[], repositories: readonly string[]): readonly number[] {
  const stayed = measured
    .filter((each) => repositories.includes(each.repository))
    .flatMap(({ changes }) => changes.filter(({ outcome }) => outcome === "net"));
  return STARTS.slice(1).map((end, index) => {
    const start = STARTS[index] ?? end;
    const within = stayed.filter(({ change }) => change.mergedAt >= start && change.mergedAt < end);
    return new Set(within.map(({ change }) => change.builder)).size;
  });
}

describe("a digest of fewer builders than the floor", () => {
  it("is the same whoever of them did what, by which tool, while nothing is usual yet", () => {
    fc.assert(
      fc.property(historyOf(YOUNG), (history) => {
        const [one, other] = [measuredIn(history, 0), measuredIn(history, 1)];
        expect(said(digestsOf(other))).toEqual(said(digestsOf(one)));
      }),
      { numRuns, seed: 3, endOnFailure: true },
    );
  });

  it("differs later only by whether more or fewer people than usual shipped", () => {
    let compared = 0;
    fc.assert(
      fc.property(historyOf(OLD), (history) => {
        const [one, other] = [measuredIn(history, 0), measuredIn(history, 1)];
        const others = digestsOf(other);
        for (const [index, digest] of digestsOf(one).entries()) {
          const names = digest.scope === "acme" ? NAMES : [digest.scope];
          // A verdict leaves out weeks of few people, so these must be the same.
          if (JSON.stringify(quietIn(one, names)) !== JSON.stringify(quietIn(other, names))) continue;
          compared += 1;
          expect(withoutPeople(others[index])).toEqual(withoutPeople(digest));
        }
      }),
      { numRuns, seed: 3, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(numRuns / 10);
  });
});

function quietIn(measured: readonly Measured[], names: readonly string[]) {
  const numbers = buildersByWeek(measured, names);
  const { holidays, ...quiet } = findQuietWeeks(numbers.slice(0, -1), numbers.at(-1) ?? 0);
  return { ...quiet, holidays: [...holidays], none: numbers.map((number) => number === 0) };
}

/** A digest without the verdicts on people and on their work, which stand below the floor too. */
function withoutPeople(digest: Digest | undefined) {
  return { ...digest, summary: undefined, trend: { ...digest?.trend, signal: undefined } };
}
