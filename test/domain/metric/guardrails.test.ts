import { describe, expect, it } from "vitest";
import {
  digestOf,
  later,
  on,
  repository,
  reverted,
  row,
  shipped,
  WEEK,
} from "../../../dev/simulation/examples/records.ts";
import type { Change } from "../../../src/domain/shipping/change.ts";
import type { ShippedChange } from "../../../src/domain/shipping/judgement.ts";

const MONDAY = on(WEEK, 0);

function beside(...changes: readonly ShippedChange[]) {
  return digestOf(repository(changes)).beside;
}

function declared(rest: Partial<Change> = {}): ShippedChange {
  return shipped(MONDAY, { change: { attribution: "declared", ...rest } });
}

function unknown(): ShippedChange {
  return shipped(MONDAY, { change: { attribution: "unknown" } });
}

it("the AI-assisted part of an earlier week is withheld by its own coverage", () => {
  const work = (week: string, kinds: readonly Change["attribution"][]) =>
    kinds.map((attribution) => shipped(on(week, 0), { change: { attribution } }));
  const { weeks } = digestOf(
    repository([
      ...work("2026-W45", ["declared", "unknown"]),
      ...work("2026-W46", ["declared", "undeclared"]),
      ...work(WEEK, ["declared"]),
    ]),
  );

  expect(weeks.map(({ aiAssisted }) => aiAssisted).slice(-3)).toEqual([null, 0.5, 1]);
});

describe("the undone share", () => {
  const SETTLED = on("2026-W44", 2);
  const NOTHING = { undone: 0, of: 0, low: null, high: null };

  it("compares the reverts of settled weeks within bands of size, with intervals", () => {
    const large = { lines: 300, attribution: "declared" } as const;
    const { undone } = beside(
      ...Array.from({ length: 18 }, () => shipped(SETTLED, { change: large })),
      ...Array.from({ length: 2 }, () => reverted(SETTLED, 2, large)),
      shipped(SETTLED, { change: { lines: 50 } }),
      reverted(SETTLED, 3, { lines: 51 }),
      shipped(SETTLED, { change: { lines: undefined } }),
    );

    expect(undone.bands).toEqual({
      "1-50": { declared: NOTHING, undeclared: { undone: 0, of: 1, low: 0, high: 0.793 } },
      "51-250": { declared: NOTHING, undeclared: { undone: 1, of: 1, low: 0.207, high: 1 } },
      "251+": { declared: { undone: 2, of: 20, low: 0.028, high: 0.301 }, undeclared: NOTHING },
      unknown: { declared: NOTHING, undeclared: { undone: 0, of: 1, low: 0, high: 0.793 } },
    });
  });

  it("has neither late reverts nor rollbacks among the undone, and withdrawn changes on neither side", () => {
    const by = { kind: "rollback", deploymentId: 2 } as const;
    const { undone } = beside(
      reverted(SETTLED, 12),
      shipped(SETTLED, { outcome: "undone", undoing: { by, at: later(SETTLED, 1), isLate: false } }),
      shipped(SETTLED, { outcome: "withdrawn" }),
    );

    expect(undone.bands?.["1-50"].undeclared).toMatchObject({ undone: 0, of: 2 });
  });

  it("looks at the last twelve settled weeks", () => {
    const { undone } = beside(shipped(on("2026-W34", 2)), shipped(on("2026-W35", 2)), shipped(MONDAY));

    expect(undone.weeks).toBe(12);
    expect(undone.bands?.["1-50"].undeclared.of).toBe(1);
  });

  it("is not told before a week is settled", () => {
    const young = repository([shipped(MONDAY)], { measuredSince: on(WEEK, 0, 0) });

    expect(digestOf(young).beside.undone).toEqual({ weeks: 0, bands: null });
  });

  it("is withheld when too few of those weeks' changes can be attributed", () => {
    const { undone, isWithheld } = beside(
      shipped(SETTLED),
      shipped(SETTLED, { change: { attribution: "unknown" } }),
      shipped(MONDAY),
    );

    expect([undone, isWithheld]).toEqual([{ weeks: 12, bands: null }, false]);
  });
});

describe("figures of the net changes of a week", () => {
  it("stand side by side for the declared and the undeclared", () => {
    const at = (minutes: number) => ({
      arrival: { deploymentId: 1, environment: "", at: later(MONDAY, minutes / 1440) },
    });
    const change = { attribution: "declared", lines: 40, isApproved: false } as const;
    const { medianLeadMinutes, medianLines, medianIntervals, approvals } = beside(
      shipped(MONDAY, { change, ...at(30) }),
      shipped(MONDAY, { change: { ...change, lines: 60 }, ...at(50) }),
      shipped(MONDAY, { change: { lines: 7 }, ...at(90) }),
      shipped(MONDAY, { change: { id: "b2c3d4e", lines: undefined, isApproved: undefined }, ...at(92) }),
      reverted(MONDAY, 1, { lines: 9000, isApproved: false }),
    );

    expect(medianLeadMinutes).toEqual({ declared: 40, undeclared: 91, all: 70 });
    expect(medianLines).toEqual({ declared: 50, undeclared: 7, all: 40 });
    expect(medianIntervals?.lines).toEqual({ declared: null, undeclared: null });
    expect(approvals).toEqual({
      declared: { approved: 0, of: 2, pushed: 0, low: 0, high: 0.658 },
      undeclared: { approved: 1, of: 2, pushed: 1, low: 0.095, high: 0.905 },
    });
  });

  it("have intervals from six changes of a group on", () => {
    const group = (attribution: "declared" | "undeclared", count: number) =>
      Array.from({ length: count }, (_, index) => {
        return shipped(MONDAY, { change: { attribution, lines: 10 * (index + 1) } });
      });

    expect(beside(...group("declared", 6), ...group("undeclared", 5)).medianIntervals).toEqual({
      leadMinutes: { declared: [60, 60], undeclared: null },
      lines: { declared: [10, 60], undeclared: null },
    });
  });

  it("cannot be told where there is nothing", () => {
    expect(beside()).toMatchObject({
      coverage: null,
      isWithheld: false,
      medianLeadMinutes: { declared: null, undeclared: null },
      medianLines: { declared: null, undeclared: null, all: null },
    });
  });

  it.each([
    [4, false],
    [3, true],
  ])("are compared from a coverage of 80 %% on: of 5 known %i", (known, isWithheld) => {
    const changes = Array.from({ length: 5 }, (_, index) => (index < known ? declared() : unknown()));

    expect(beside(...changes)).toMatchObject({ coverage: known / 5, isWithheld });
  });

  it("leave out the comparison, not the whole, when it is withheld", () => {
    expect(beside(declared(), unknown())).toMatchObject({
      approvals: null,
      medianLeadMinutes: { declared: null, undeclared: null, all: 60 },
      medianIntervals: null,
      medianLines: { declared: null, undeclared: null, all: 10 },
      undone: { bands: null },
    });
  });
});

describe("rollbacks", () => {
  it("are counted as deployments of the week, and as changes that they took out in it", () => {
    const by = { kind: "rollback", deploymentId: 2 } as const;
    const takenOut = (at: Date, isLate: boolean) => ({
      outcome: "undone" as const,
      undoing: { by, at, isLate },
    });
    const shop = repository(
      [
        shipped(on("2026-W46", 6), takenOut(on(WEEK, 1), false)),
        shipped(on("2026-W45", 6), takenOut(on(WEEK, 1), true)),
        shipped(on("2026-W45", 6), takenOut(on("2026-W46", 1), false)),
        reverted(MONDAY, 1),
      ],
      { ledger: [row(on(WEEK, 1), "rollback"), row(on("2026-W46", 1), "rollback")] },
    );

    expect(digestOf(shop).beside.rollbacks).toEqual({ deployments: 1, changes: 2 });
  });
});

describe("the occupancy", () => {
  const days = (builders: number, each: number) =>
    Array.from({ length: builders * each }, (_, index) =>
      shipped(on(WEEK, index % each), { change: { builder: `builder-${Math.floor(index / each)}` } }),
    );
  const figures = (changes: readonly ShippedChange[]) => {
    const { normalizedDeployments, beside: tension } = digestOf(repository(changes));
    return [normalizedDeployments.occupancy, tension.isNearCeiling];
  };

  it("is near its ceiling above three fifths of the builders' weekdays", () => {
    expect(figures(days(5, 3))).toEqual([0.6, false]);
    expect(figures([...days(5, 3), ...days(6, 4).slice(-4)])).toEqual([0.63, true]);
  });

  it("counts the builders of the last four weeks", () => {
    const once = (week: string) => shipped(on(week, 0), { change: { builder: "zoe" } });

    expect(figures([...days(5, 3), once("2026-W44")])).toEqual([0.5, false]);
    expect(figures([...days(5, 3), once("2026-W43")])).toEqual([0.6, false]);
  });

  it("G46: is that of the builders who carry most days, not of those who merge once a week", () => {
    const once = (week: string) => (_: unknown, index: number) =>
      shipped(on(week, 0), { change: { builder: `manager-${index}` } });
    const managers = (count: number) =>
      ["2026-W44", "2026-W45", "2026-W46", WEEK].flatMap((week) => Array.from({ length: count }, once(week)));
    const weeks = ["2026-W44", "2026-W45", "2026-W46", WEEK].flatMap((week) =>
      Array.from({ length: 8 * 7 }, (_, index) =>
        shipped(on(week, index % 7), { change: { builder: `builder-${Math.floor(index / 7)}` } }),
      ),
    );

    expect(figures(weeks)).toEqual([1.4, true]);
    expect(figures([...weeks, ...managers(16)])).toEqual([0.66, true]);
  });

  it("is not told below the privacy floor, since it tells how many builders there are", () => {
    expect(figures(days(4, 5))).toEqual([null, true]);
  });
});
