import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { later, NOW, on, repository, shipped, WEEK } from "../../../dev/simulation/examples/records.ts";
import { eachDay, knownOf } from "../../../dev/simulation/examples/spend.ts";
import { shiftWeek } from "../../../src/domain/metric/week.ts";
import { workUntil } from "../../../src/domain/metric/week-units.ts";
import type { ShippedChange } from "../../../src/domain/shipping/judgement.ts";
import { digestSpend } from "../../../src/domain/spend/digest-spend.ts";
import { runs } from "../../support/limits.ts";

const RUNS = { numRuns: runs(100, 20) };

/** Changes of thirteen weeks, some of them declared. */
const changes = fc.array(
  fc
    .record({
      weeks: fc.integer({ min: 0, max: 12 }),
      day: fc.integer({ min: 0, max: 6 }),
      builder: fc.constantFrom("ada", "bo", "cy", "di", "ed"),
      attribution: fc.constantFrom("declared", "undeclared"),
    })
    .map(({ weeks, day, ...change }) => shipped(on(shiftWeek(WEEK, -weeks), day), { change })),
  { minLength: 1, maxLength: 60 },
);

/** What a digest says of spend beside these changes, all of whose declarations are by a tool with spend data. */
function spendBeside(of: readonly ShippedChange[]) {
  const measured = repository(of, { repository: "acme/shop" });
  const query = { scope: "acme", week: WEEK, zone: "utc", now: NOW, floor: 5 };
  const work = workUntil([measured], query);
  const declared = work.declared.map(() => ["claude-code"]);
  const spend = digestSpend(knownOf({ facts: eachDay(91, "20") }), { work, declared, now: NOW });
  return "withheld" in spend ? spend : { ...spend, coverage: null };
}

describe("the ratio", () => {
  it("S1: stays the same where trailers are added to everything, or taken away", () => {
    fc.assert(
      fc.property(changes, (all) => {
        for (const attribution of ["declared", "undeclared"] as const) {
          const marked = all.map((each) => ({ ...each, change: { ...each.change, attribution } }));
          expect(spendBeside(marked)).toEqual(spendBeside(all));
        }
      }),
      RUNS,
    );
  });

  it("S5: stays the same where each change is split into several of the day", () => {
    fc.assert(
      fc.property(changes, fc.integer({ min: 2, max: 5 }), (all, parts) => {
        const split = all.flatMap((each) =>
          Array.from({ length: parts }, (_, index) => {
            const mergedAt = later(each.change.mergedAt, index / 24);
            return { ...each, change: { ...each.change, id: `${each.change.id}-${index}`, mergedAt } };
          }),
        );
        expect(spendBeside(split)).toEqual(spendBeside(all));
      }),
      RUNS,
    );
  });
});
