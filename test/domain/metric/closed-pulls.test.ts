import { describe, expect, it } from "vitest";
import {
  digestOf,
  later,
  on,
  pending,
  repository,
  reverted,
  shipped,
  shippedBy,
  WEEK,
} from "../../../dev/simulation/examples/records.ts";
import type { Measured } from "../../../src/domain/metric/measured.ts";
import { shiftWeek } from "../../../src/domain/metric/week.ts";
import type { UnmergedPull } from "../../../src/domain/records/change.ts";
import type { ShippedChange } from "../../../src/domain/shipping/judgement.ts";

const MONDAY = on(WEEK, 0);
const unmerged = (closedAt: Date, attribution: UnmergedPull["attribution"] = "undeclared") => {
  return { closedAt, attribution };
};
const declared = { change: { attribution: "declared" as const } };
const pullsOf = (changes: readonly ShippedChange[], rest: Partial<Measured> = {}) =>
  digestOf(repository(changes, { unmerged: [], ...rest })).pulls;

describe("the pull requests that were closed in a week", () => {
  it("are those that were merged in it, and those that were closed without a merge", () => {
    const changes = [
      shipped(MONDAY),
      shipped(MONDAY, declared),
      reverted(MONDAY, 2, { attribution: "declared" }),
      shipped(MONDAY, { outcome: "ineffective" }),
      pending(MONDAY),
    ];
    const closed = [
      unmerged(MONDAY),
      unmerged(MONDAY, "declared"),
      unmerged(MONDAY, "declared"),
      unmerged(MONDAY, "unknown"),
    ];

    expect(pullsOf(changes, { unmerged: closed })).toEqual({
      ...{ closed: 9, merged: 5, arrived: 4, effective: 3, net: 2 },
      declared: { closed: 4, merged: 2, arrived: 2, effective: 2, net: 1 },
      undeclared: { closed: 4, merged: 3, arrived: 2, effective: 1, net: 1 },
      unknown: { closed: 1, merged: 0, arrived: 0, effective: 0, net: 0 },
    });
  });

  it("are neither pushes nor pull requests of robots, merged or not, nor what is outside", () => {
    const changes = [
      shipped(MONDAY, { change: { id: "a1b2c3" } }),
      shipped(MONDAY, { outcome: "automation", change: { attribution: "automation" } }),
      { ...pending(MONDAY, "automation"), ...shipped(MONDAY, { change: { attribution: "automation" } }) },
      shipped(MONDAY, { outcome: "outside", arrival: undefined }),
    ];
    expect(pullsOf(changes, { unmerged: [unmerged(MONDAY, "automation")] })).toMatchObject({ closed: 0 });
  });

  it("are those of the week alone, and none from before the measurement", () => {
    const closed = [on(shiftWeek(WEEK, -1), 6, 23), MONDAY, on(WEEK, 6, 23), on(shiftWeek(WEEK, 1), 0, 0)];
    const all = closed.map((each) => unmerged(each));

    expect(pullsOf([], { unmerged: all })).toMatchObject({ closed: 2 });
    expect(pullsOf([], { unmerged: all, measuredSince: later(MONDAY, 1) })).toMatchObject({ closed: 1 });
  });

  it("are not known where those of one repository are not, or were not read for the whole week", () => {
    const known = repository(shippedBy(WEEK, 6), { unmerged: [unmerged(MONDAY)] });
    const query = { scope: "acme" };

    expect(
      digestOf([known, repository([], { repository: "acme/web", unmerged: [] })], query).pulls,
    ).toBeDefined();
    expect(digestOf([known, repository([], { repository: "acme/web" })], query).pulls).toBeUndefined();
    expect(pullsOf([], { mergedOnlyBefore: on(WEEK, 0, 0) })).toBeDefined();
    expect(pullsOf([], { mergedOnlyBefore: MONDAY })).toBeUndefined();
  });

  it("are divided only where as many builders as the floor shipped, and not where nobody did", () => {
    const held = (builders: number, closed: readonly UnmergedPull[]) =>
      digestOf(repository(shippedBy(WEEK, builders), { unmerged: closed }), { isOwnReader: false }).pulls;

    expect(held(5, [unmerged(MONDAY)])).toMatchObject({ closed: 6, undeclared: { closed: 6, merged: 5 } });
    expect(held(4, [unmerged(MONDAY)])).toMatchObject({ closed: 5, merged: 4, undeclared: null });
    expect(held(0, [unmerged(MONDAY)])).toMatchObject({ closed: 1, merged: 0, undeclared: null });
    expect(held(0, [])).toMatchObject({ closed: 0, undeclared: { closed: 0 } });
  });
});
