import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Workshop } from "../../../dev/simulation/clone/workshop.ts";
import { at } from "../../../dev/simulation/world/history.ts";
import { type Digest, digestWeek } from "../../../src/domain/metric/digest.ts";
import { toMeasured } from "../../../src/domain/metric/measured.ts";
import { shiftWeek, type Week, weekOf } from "../../../src/domain/metric/week.ts";
import { deriveShipping, type History } from "../../../src/domain/shipping/shipping.ts";
import { SEALED_WEEKS } from "../../../src/storage/json/columns.ts";
import { runs } from "../../support/limits.ts";
import { play } from "../../support/play.ts";
import { scripts } from "../../support/script.ts";

const numRuns = runs(200);
const DAY = 86_400_000;
const FIRST: Week = "2026-W45";

/** The digests of some weeks from the first on. */
function digestsOf(history: History, { weeks, now }: { weeks: number; now: Date }): Digest[] {
  const measured = [toMeasured("acme/shop", deriveShipping(history, now))];
  return Array.from({ length: weeks }, (_, index) =>
    digestWeek(measured, {
      scope: "acme/shop",
      week: shiftWeek(FIRST, index),
      zone: "UTC",
      now,
      isOwnReader: true,
    }),
  );
}

function sum(...numbers: readonly (number | null)[]): number {
  return numbers.reduce<number>((all, number) => all + (number ?? Number.NaN), 0);
}

describe("the digests of any history", () => {
  it("add up, and never count a builder twice a day", () => {
    let arrived = 0;
    fc.assert(
      fc.property(scripts, (script) => {
        const { shop } = play(script);
        const now = new Date(shop.now.getTime() + 40 * DAY);
        const weeks = 1 + Math.ceil((now.getTime() - at(2).getTime()) / (7 * DAY));
        for (const { deployments, changes, normalizedDeployments } of digestsOf(shop.history(), {
          weeks,
          now,
        })) {
          const uncounted = Object.values(deployments.uncounted).reduce((sum, number) => sum + number, 0);
          const { merged, pending, automation, ineffective, rework, effective } = changes;
          arrived += changes.arrived;

          expect(deployments.seen).toBe(deployments.counted + uncounted);
          expect(merged).toBe(pending + changes.arrived);
          expect(changes.arrived).toBe(automation + ineffective + rework + effective);
          expect(effective).toBe(changes.withdrawn + changes.undone + changes.net);
          expect(changes.net).toBe(sum(changes.declared, changes.undeclared, changes.unknown));
          expect(normalizedDeployments.total).toBeLessThanOrEqual(Math.min(changes.net, 3 * 7));
          expect(sum(normalizedDeployments.aiAssisted, normalizedDeployments.unknown)).toBeLessThanOrEqual(
            normalizedDeployments.total + 0.01,
          );
        }
      }),
      { numRuns },
    );

    expect(arrived).toBeGreaterThan(numRuns);
  });

  it("are the same when they are read from the store again", () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const { shop } = play(script);
        const now = new Date(shop.now.getTime() + 40 * DAY);
        for (const digest of digestsOf(shop.history(), { weeks: 4, now })) {
          const kept = SEALED_WEEKS.digest.read(SEALED_WEEKS.digest.write(digest), { week: digest.week });

          expect(kept).toEqual(digest);
        }
      }),
      { numRuns: Math.ceil(numRuns / 4) },
    );
  });
});

/** One piece of work: on which day, by whom, and after how many days it is reverted, if ever. */
interface Piece {
  readonly day: number;
  readonly by: string;
  readonly revertedAfter: number | undefined;
}

const HALF_A_YEAR = 26 * 7;
const pieces: fc.Arbitrary<readonly Piece[]> = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: HALF_A_YEAR - 1 }),
    by: fc.constantFrom("ada", "bo", "cy", "di", "el"),
    // One in twenty, mostly soon.
    revertedAfter: fc.oneof(
      { weight: 19, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom(1, 2, 3, 5) },
    ),
  }),
  { minLength: 250, maxLength: 350 },
);

/** The normalized deployments of half a year of the same work, deployed every so many days. */
function totalOf(work: readonly Piece[], every: number): number {
  const shop = new Workshop(at(2, 9));
  shop.deploy();
  const reverts = new Map<number, ReturnType<Workshop["ship"]>[]>();
  for (let day = 0; day <= HALF_A_YEAR + 35; day++) {
    shop.now = new Date(at(2, 10).getTime() + day * DAY);
    for (const change of reverts.get(day) ?? []) {
      shop.wait(1);
      shop.revert(change, { by: "zoe" });
    }
    for (const [index, { by, revertedAfter }] of work.filter((piece) => piece.day === day).entries()) {
      shop.wait(5);
      const change = shop.ship({ [`src/${day}-${index}.ts`]: "1" }, { by });
      if (revertedAfter === undefined) continue;
      reverts.set(day + revertedAfter, [...(reverts.get(day + revertedAfter) ?? []), change]);
    }
    shop.wait(60);
    if (day % every === every - 1) shop.deploy();
  }
  const now = new Date(shop.now.getTime() + 40 * DAY);
  expect(weekOf(at(2), "UTC")).toBe(FIRST);
  return digestsOf(shop.history(), { weeks: 26, now }).reduce(
    (sum, { normalizedDeployments }) => sum + normalizedDeployments.total,
    0,
  );
}

describe("half a year of the same work", () => {
  it("G31: has the same total within 2 %, deployed daily, by a weekly train, or by a monthly release", () => {
    fc.assert(
      fc.property(pieces, (work) => {
        const [daily = 0, weekly = 0, monthly = 0] = [1, 7, 28].map((every) => totalOf(work, every));

        expect(daily).toBeGreaterThan(100);
        expect(Math.abs(weekly - daily) / daily).toBeLessThanOrEqual(0.02);
        expect(Math.abs(monthly - daily) / daily).toBeLessThanOrEqual(0.02);
      }),
      { numRuns: Math.ceil(numRuns / 20) },
    );
  });
});
