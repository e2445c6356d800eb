import { describe, expect, it } from "vitest";
import { subjectOf } from "../../dev/simulation/examples/subjects.ts";
import { isFinal } from "../../src/check-runs/content.ts";
import { deriveShipping } from "../../src/domain/shipping/shipping.ts";
import { renderCheckRun } from "../../src/render/check-run.ts";
import { DAY, deployMain, HOUR, openWorkshop } from "../support/verdicts.ts";

/** A change that production holds for some days, and then no longer, by a rollback some hours ago. */
function takenOut({ after, ago }: { readonly after: number; readonly ago: number }) {
  const shop = openWorkshop();
  const before = shop.main;
  shop.ship({ "a.ts": "1" });
  deployMain(shop);
  shop.wait(after);
  shop.deploy(before);
  shop.wait(ago);
  const shipped = deriveShipping(shop.history(), shop.now).changes.get("#1");
  return { shipped, now: shop.now };
}

describe("a change that a rollback took out of production a short time ago", () => {
  it("is not said to be there, and counts only if it comes back in time", () => {
    const { shipped } = takenOut({ after: DAY, ago: HOUR });
    const { title, summary } = renderCheckRun(subjectOf({ state: "merged", shipped, week: "2026-W45" }));

    expect(title).toBe("Rolled back · counts in 2026-W45 for now");
    expect(summary).not.toContain("In `");
    expect(summary).toMatch(
      /^It reached `.+` on .+; deployment \d+ took it out on .+ UTC, so it counts as unknown in 2026-W45 only if it is back by .+ UTC\./,
    );
  });

  it.each([
    ["may still be undone", 28 * DAY - HOUR, 2 * HOUR, "net", false],
    ["is undone for good", 28 * DAY - HOUR, 7 * DAY + HOUR, "undone", true],
    ["can no longer be undone", 28 * DAY + HOUR, HOUR, "net", true],
    ["is not final while it is young", DAY, HOUR, "net", false],
  ] as const)("%s", (_, after, ago, outcome, final) => {
    const { shipped, now } = takenOut({ after, ago });

    expect([shipped?.outcome, isFinal(shipped, now)]).toEqual([outcome, final]);
  });
});
