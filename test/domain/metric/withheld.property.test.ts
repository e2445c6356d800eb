import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { on, repository, reverted, shipped, WEEK } from "../../../dev/simulation/examples/records.ts";
import type { CountedChange } from "../../../src/domain/metric/counted-part.ts";
import { type Digest, digestWeek } from "../../../src/domain/metric/digest.ts";
import type { Measured } from "../../../src/domain/metric/measured.ts";
import { withheldAmong, withheldOf } from "../../../src/domain/metric/organization-withheld.ts";
import { shiftWeek, type Week } from "../../../src/domain/metric/week.ts";
import { renderDigest } from "../../../src/render/digest/issue.ts";
import { following } from "../../support/following.ts";
import { runs } from "../../support/limits.ts";

const numRuns = runs(100, 30);
/** What is told by few of them is counted in more, which take little. */
const MORE = runs(100, 100);
const NOW = on(shiftWeek(WEEK, 5), 1);
const WEEKS = [shiftWeek(WEEK, -1), WEEK];
const NAMES = ["a", "b", "c", "d", "e"];

interface Piece {
  readonly week: Week;
  readonly builder: number;
  readonly isDeclared: boolean;
  readonly isUndone: boolean;
}

interface Part {
  readonly isVisible: boolean;
  /** Whether it publishes a digest of its own. */
  readonly isOwn: boolean;
  readonly isProxy: boolean;
  readonly pieces: readonly Piece[];
  /** How many pull requests were closed in the week without a merge. */
  readonly unmerged: number;
}

/** Up to five repositories of up to eighteen people, some of whom work in several. */
const parts = fc.array(
  fc.record({
    isVisible: fc.boolean(),
    isOwn: fc.integer({ min: 0, max: 3 }).map((number) => number > 0),
    isProxy: fc.integer({ max: 9, min: 0 }).map((number) => number === 0),
    pieces: fc
      .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 8 }))
      .chain(([first, people]) =>
        fc.array(
          fc.record({
            week: fc.constantFrom(...WEEKS),
            builder: fc.integer({ min: first, max: first + people - 1 }),
            isDeclared: fc.boolean(),
            isUndone: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
          }),
          { maxLength: 24 },
        ),
      ),
    unmerged: fc.nat({ max: 2 }),
  }),
  { minLength: 1, maxLength: NAMES.length },
);

/** A repository of which every declared change declares a tool that no other repository knows. */
function measuredOf({ pieces, isProxy, unmerged: count }: Part, index: number): Measured {
  const name = NAMES[index] ?? "";
  const changes = pieces.map(({ week, builder, isDeclared, isUndone }, place): CountedChange => {
    const [at, id] = [on(week, place % 5), `#${place + 1}`];
    const attribution = isDeclared ? ("declared" as const) : ("undeclared" as const);
    const rest = { id, attribution, builder: `builder-${builder}` };
    return isUndone ? reverted(at, 2, rest) : shipped(at, { change: rest });
  });
  const tools = new Map(
    changes.map(({ change }) => [change.id, [{ tool: `tool-of-${name}`, isAgent: false }]]),
  );
  const ship = isProxy ? ("merges" as const) : ("deployments" as const);
  const unmerged = Array.from({ length: count }, () => {
    return { closedAt: on(WEEK, 1), attribution: "declared" as const };
  });
  return repository(changes, { repository: `acme/${name}`, tools, ship, unmerged });
}

/** All that is published: the organization's digest, and those of repositories that have one of their own. */
function publish(
  all: readonly Part[],
  floor: number,
  { isStrict = false, scopes = [] }: { isStrict?: boolean; scopes?: readonly (readonly number[])[] } = {},
) {
  const measured = all.map(measuredOf);
  const query = { week: WEEK, zone: "utc", now: NOW, floor, isStrict };
  const visible = new Set(measured.flatMap((each, index) => (all[index]?.isVisible ? each.repository : [])));
  const withheld = withheldAmong(measured, query);
  const named = scopes.map((places, index) => {
    const repositories = places.flatMap((place) => measured[place]?.repository ?? []);
    return { name: `scope ${index}`, repositories, named: places.length };
  });
  const owner = digestWeek(measured, { ...query, scope: "acme", visible, scopes: named });
  const own = measured.flatMap((each, index) => {
    if (all[index]?.isOwn !== true) return [];
    const { repository: scope } = each;
    return [digestWeek([each], { ...query, ...withheldOf(withheld, scope), scope })];
  });
  return { measured, visible, owner, own, named };
}

type Published = ReturnType<typeof publish>;

/** The sets of repositories whose sum something published tells, for each kind of figure that adds up. */
function tellings({ measured, visible, owner, own }: Published): Record<Kind, ReadonlySet<string>[]> {
  const summed = measured.filter(({ ship }) => ship !== "merges").map((each) => each.repository);
  const whole = new Set(summed);
  const part = new Set(summed.filter((each) => visible.has(each)));
  const of = (digest: Digest) => (digest === owner ? whole : new Set([digest.scope]));
  const all = [owner, ...own];
  const split = all.filter(({ changes }) => changes.declared !== null).map(of);
  const tools = [
    ...(owner.tools === null ? [] : [part]),
    ...own.filter((each) => each.tools !== null).map(of),
  ];
  const before = ({ weeks }: Digest) => weeks.find(({ week }) => week === WEEKS[0])?.aiAssisted ?? null;
  return {
    week: [...split, ...tools],
    pulls: all.filter(({ pulls }) => pulls?.declared != null).map(of),
    "week before": all.filter((digest) => before(digest) !== null).map(of),
  };
}

type Kind = "week" | "week before" | "pulls";
const WEEK_OF = { week: WEEK, "week before": shiftWeek(WEEK, -1) } as const;

/** The sets of repositories that can be told by adding and subtracting sums, each at most once. */
function derivable(sums: readonly ReadonlySet<string>[], names: readonly string[]): string[][] {
  const found = new Map<string, string[]>();
  for (let way = 0; way < 3 ** sums.length; way += 1) {
    const coefficients = names.map((name) =>
      sums.reduce(
        (sum, each, index) => sum + (each.has(name) ? (Math.floor(way / 3 ** index) % 3) - 1 : 0),
        0,
      ),
    );
    if (coefficients.some((number) => number !== 0 && number !== 1)) continue;
    const set = names.filter((_, index) => coefficients[index] === 1);
    found.set(set.join(), set);
  }
  return [...found.values()];
}

/** The sets of repositories of which a scope shows a figure. */
function scopesTold({ measured, visible, owner, named }: Published): ReadonlySet<string>[] {
  const summed = new Set(measured.filter(({ ship }) => ship !== "merges").map((each) => each.repository));
  return (owner.scopes ?? [])
    .filter(({ total, aiAssisted }) => total !== null || aiAssisted !== null)
    .map(({ scope }) => named.find(({ name }) => name === scope)?.repositories ?? [])
    .map((names) => new Set(names.filter((each) => summed.has(each) && visible.has(each))));
}

/** How many builders have a declared net change in some repositories, and how many another one. */
function sidesIn(measured: readonly Measured[], names: readonly string[], week: Week): number[] {
  const end = on(shiftWeek(week, 1), 0, 0);
  const net = measured
    .filter((each) => names.includes(each.repository))
    .flatMap(({ changes }) => changes)
    .filter(({ outcome, change: { mergedAt } }) => {
      return outcome === "net" && mergedAt >= on(week, 0, 0) && mergedAt < end;
    });
  const isDeclared = ({ change }: CountedChange) => change.attribution === "declared";
  const { declared = [], others = [] } = Object.groupBy(net, (each) =>
    isDeclared(each) ? "declared" : "others",
  );
  return [declared, others].map((side) => new Set(side.map(({ change }) => change.builder)).size);
}

/** How many pull requests were closed in the week in some repositories, and how many builders have a net change in them. */
function closedIn(measured: readonly Measured[], names: readonly string[]): readonly [number, number] {
  const repositories = measured.filter((each) => names.includes(each.repository));
  const merged = repositories
    .flatMap(({ changes }) => changes)
    .filter(({ change: { mergedAt } }) => mergedAt >= on(WEEK, 0, 0));
  const net = merged.filter(({ outcome }) => outcome === "net").map(({ change }) => change.builder);
  const unmerged = repositories.flatMap((each) => each.unmerged ?? []);
  return [merged.length + unmerged.length, new Set(net).size];
}

/** How many builders have a net change in some repositories, or, where nobody has one, how many have one that did not stay. */
function buildersIn(measured: readonly Measured[], names: readonly string[], week: Week): number {
  const end = on(shiftWeek(week, 1), 0, 0);
  const live = measured
    .filter((each) => names.includes(each.repository))
    .flatMap(({ changes }) => changes)
    .filter(({ change: { mergedAt } }) => mergedAt >= on(week, 0, 0) && mergedAt < end);
  const net = live.filter(({ outcome }) => outcome === "net");
  const all = net.length === 0 ? live : net;
  return new Set(all.map(({ change }) => change.builder)).size;
}

describe("H12: all that an organization publishes of a week", () => {
  it("tells of nobody, or of as many as the floor, whatever is added and subtracted", () => {
    let told = 0;
    fc.assert(
      fc.property(parts, fc.integer({ min: 3, max: 6 }), (all, floor) => {
        const published = publish(all, floor);
        const { measured } = published;
        const names = measured.map((each) => each.repository);
        const sums = tellings(published);
        for (const kind of ["week", "week before"] as const) {
          for (const set of derivable(unique(sums[kind]), names)) {
            const builders = buildersIn(measured, set, WEEK_OF[kind]);
            if (builders >= floor) told += 1;
            expect([builders, set, builders === 0 || builders >= floor]).toEqual([builders, set, true]);
          }
        }
      }),
      { numRuns, seed: 12 },
    );

    expect(told).toBeGreaterThan(numRuns / 2);
  });

  it("divides closed pull requests only of as many builders as the floor, or where none was closed", () => {
    let [told, withheld] = [0, 0];
    fc.assert(
      fc.property(parts, fc.integer({ min: 3, max: 6 }), (all, floor) => {
        const published = publish(all, floor);
        const names = published.measured.map((each) => each.repository);
        for (const set of derivable(unique(tellings(published).pulls), names)) {
          const [closed, builders] = closedIn(published.measured, set);
          if (closed > 0) told += 1;
          expect([closed, builders, set, closed === 0 || builders >= floor]).toEqual([
            closed,
            builders,
            set,
            true,
          ]);
        }
        if (published.own.some(({ pulls }) => pulls?.declared === null)) withheld += 1;
      }),
      { numRuns, seed: 12 },
    );

    expect(told).toBeGreaterThan(numRuns / 2);
    expect(withheld).toBeGreaterThan(numRuns / 10);
  });

  it("tells of nobody, or of as many as the floor, on each side where the config is strict", () => {
    let told = 0;
    fc.assert(
      fc.property(parts, (all) => {
        const published = publish(all, 3, { isStrict: true });
        const names = published.measured.map((each) => each.repository);
        const sums = tellings(published);
        for (const kind of ["week", "week before"] as const) {
          for (const set of derivable(unique(sums[kind]), names)) {
            const sides = sidesIn(published.measured, set, WEEK_OF[kind]);
            if (sides.every((side) => side >= 3)) told += 1;
            expect([set, sides.filter((side) => side > 0 && side < 3)]).toEqual([set, []]);
          }
        }
      }),
      { numRuns, seed: 12 },
    );

    expect(told).toBeGreaterThan(numRuns / 4);
  });

  it.each([false, true])("tells no more by scopes that overlap, with a strict config: %s", (isStrict) => {
    const scopes = fc.array(fc.subarray(NAMES.map((_, place) => place)), { minLength: 1, maxLength: 4 });
    const [FLOOR, told] = [3, { scopes: 0, withheld: 0 }];
    fc.assert(
      fc.property(parts, scopes, (all, chosen) => {
        const busy = all.map((part) => ({
          ...part,
          pieces: part.pieces.map((piece) => ({ ...piece, week: WEEK })),
        }));
        const published = publish(busy, FLOOR, { isStrict, scopes: chosen });
        const { measured, owner } = published;
        const shown = scopesTold(published);
        told.scopes += shown.length;
        told.withheld += owner.scopes?.filter(({ total }) => total === null).length ?? 0;
        const names = measured.map((each) => each.repository);
        for (const set of following([...tellings(published).week, ...shown], names)) {
          const builders = buildersIn(measured, set, WEEK);
          const sides = isStrict ? sidesIn(measured, set, WEEK) : [];
          expect([set, [builders, ...sides].filter((number) => number > 0 && number < FLOOR)]).toEqual([
            set,
            [],
          ]);
        }
      }),
      { numRuns: 3 * MORE, seed: 12 },
    );

    expect(told.scopes).toBeGreaterThan(MORE / 10);
    expect(told.withheld).toBeGreaterThan(MORE / 10);
  });

  it("names a tool only where all readers may see a repository that declares it", () => {
    let named = 0;
    fc.assert(
      fc.property(parts, fc.integer({ min: 3, max: 6 }), (all, floor) => {
        const { visible, owner, own, measured } = publish(all, floor);
        const { body } = renderDigest(owner, { installationId: 1, week: WEEK }, { visible });
        for (const { repository: each } of measured) {
          const tool = `tool-of-${each.slice(-1)}`;
          const isNamed = owner.tools?.some((total) => total.tool === tool) === true;
          if (isNamed) named += 1;
          expect([isNamed && !visible.has(each), body.includes(tool) && !visible.has(each)]).toEqual([
            false,
            false,
          ]);
        }
        for (const { scope, tools } of own)
          expect((tools ?? []).every(({ tool }) => tool === `tool-of-${scope.slice(-1)}`)).toBe(true);
      }),
      { numRuns: 3 * MORE, seed: 12 },
    );

    expect(named).toBeGreaterThan(MORE / 20);
  });

  it("lists what was undone only of repositories in which as many shipped as the floor", () => {
    let listed = 0;
    fc.assert(
      fc.property(parts, fc.integer({ min: 3, max: 6 }), (all, floor) => {
        const { owner, own, measured } = publish(all, floor);
        for (const { repository: of } of [owner, ...own].flatMap(({ undone }) => undone ?? [])) {
          listed += 1;
          const start = on(WEEK, 0, 0);
          const { changes = [] } = measured.find((each) => each.repository === of) ?? {};
          const inWeek = changes.filter(
            ({ outcome, change }) => outcome === "net" && change.mergedAt >= start,
          );
          expect(new Set(inWeek.map(({ change }) => change.builder)).size).toBeGreaterThanOrEqual(floor);
        }
      }),
      { numRuns: MORE, seed: 12 },
    );

    expect(listed).toBeGreaterThan(MORE / 10);
  });
});

function unique(sets: readonly ReadonlySet<string>[]): ReadonlySet<string>[] {
  return [...new Map(sets.map((each) => [[...each].sort().join(), each])).values()];
}
