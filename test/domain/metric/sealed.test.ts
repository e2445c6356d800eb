import { describe, expect, it } from "vitest";
import {
  digestOf,
  on,
  repository,
  reverted,
  shippedBy,
  totals,
  WEEK,
} from "../../../dev/simulation/examples/records.ts";
import type { Digest } from "../../../src/domain/metric/digest.ts";
import { type SealedReaders, sealedFor } from "../../../src/domain/metric/sealed.ts";
import { shiftWeek } from "../../../src/domain/metric/week.ts";

const READERS: SealedReaders = {
  hidesBuilders: false,
  hidesPulls: false,
  hiddenSplits: new Set(),
  isPublic: false,
};
const BEFORE = shiftWeek(WEEK, -1);

/** A digest as it was sealed before splits were held to the floor. */
function sealedOf(builders: number): Digest {
  const undone = reverted(on(WEEK, 0), 2, { builder: "builder-0" });
  const changes = [...totals(BEFORE, [2, 2, 2]), ...shippedBy(WEEK, builders), undone];
  const { floor: _, ...old } = digestOf(repository(changes));
  return old;
}

describe("H12: a digest that was sealed before splits were held to the floor", () => {
  it("tells those of no week but its own, if enough builders shipped in that", () => {
    const { weeks, changes, beside, undone } = sealedFor(sealedOf(6), READERS);

    expect(weeks.slice(-2).map(({ total, aiAssisted }) => [total, aiAssisted])).toEqual([
      [2, null],
      [6, 0],
    ]);
    expect([changes.undeclared, beside.withheldFor, beside.undone.bands]).toEqual([6, null, null]);
    expect(undone).toHaveLength(1);
  });

  it("tells none, lists nothing, and says why, where too few did", () => {
    const { weeks, changes, normalizedDeployments, beside, tools, undone } = sealedFor(sealedOf(3), READERS);

    expect(weeks.every(({ aiAssisted }) => aiAssisted === null)).toBe(true);
    expect([changes.net, changes.undeclared, normalizedDeployments.aiAssisted]).toEqual([3, null, null]);
    expect([beside.withheldFor, beside.coverage, tools, undone]).toEqual(["privacy", null, null, null]);
  });

  it("is as it was where all is public", () => {
    expect(sealedFor(sealedOf(3), { ...READERS, isPublic: true })).toEqual(sealedOf(3));
  });

  it("is told again without what would tell of other repositories", () => {
    const held = digestOf(repository(totals(WEEK, [6, 6])), { isOwnReader: false });
    const { weeks, changes, beside, builders } = sealedFor(held, {
      ...READERS,
      hidesBuilders: true,
      hiddenSplits: new Set([WEEK]),
    });

    expect(weeks.map(({ aiAssisted }) => aiAssisted).slice(-2)).toEqual([0, null]);
    expect([changes.declared, beside.withheldFor, builders.count]).toEqual([null, "others", null]);
    expect(sealedFor(held, READERS)).toEqual(held);
  });

  it.each([
    ["their own division", { hidesPulls: true }],
    ["that of the week", { hiddenSplits: new Set([WEEK]) }],
  ])("tells how many pull requests were closed, and does not divide them, without %s", (_, hidden) => {
    const held = digestOf(repository(shippedBy(WEEK, 6), { unmerged: [] }), { isOwnReader: false });
    const { pulls } = sealedFor(held, { ...READERS, ...hidden });

    expect(held.pulls).toMatchObject({ closed: 6, undeclared: { closed: 6 } });
    expect(pulls).toMatchObject({ closed: 6, declared: null, undeclared: null, unknown: null });
  });
});
