import { describe, expect, it } from "vitest";
import { judgeEvents } from "../../../src/domain/shipping/event-judgement.ts";
import { groundsOf } from "../../../src/domain/shipping/ledger.ts";
import { deriveShipping } from "../../../src/domain/shipping/shipping.ts";
import { openWorkshop } from "../../support/verdicts.ts";

/** The newest event of a workshop, and all changes in it. */
function newest(shop = openWorkshop()) {
  const event = judgeEvents(shop.history().deployments).at(-1);
  if (event === undefined) throw new Error("nothing was deployed");
  return { event, changes: [...deriveShipping(shop.history(), shop.now).changes.values()] };
}

describe("the grounds of a place in the ledger", () => {
  it("name the effective changes that a counted deployment was the first to bring", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    shop.ship({ "README.md": "2" });
    shop.deploy();
    const { event, changes } = newest(shop);

    expect(groundsOf({ event, reason: undefined }, changes)).toEqual({
      ...{ reason: undefined, rule: "first-to-bring", changes: ["#1"] },
    });
    expect(groundsOf({ event, reason: undefined }, changes.slice(1))).toEqual({
      ...{ reason: "no-effective-change", rule: "no-effective-change" },
    });
  });

  it("tell a prerelease from a preview", () => {
    const shop = openWorkshop();
    const preview = newest(shop);
    shop.release("v2-rc.1", { isPrerelease: true });
    const prerelease = newest(shop);

    expect(groundsOf({ ...preview, reason: "preview" })).toEqual({ reason: "preview", rule: "transient" });
    expect(groundsOf({ ...prerelease, reason: "preview" })).toEqual({
      ...{ reason: "preview", rule: "prerelease" },
    });
  });

  it("tell a success that a failure cancelled from one that never came", () => {
    const shop = openWorkshop();
    shop.deploy(shop.main, { state: "failure" });
    const failed = newest(shop);
    shop.wait(1);
    const cancelled = shop.deploy();
    shop.wait(1);
    shop.report(cancelled, "failure");

    expect(groundsOf({ ...failed, reason: "failed" })).toEqual({ reason: "failed", rule: "never-succeeded" });
    expect(groundsOf({ ...newest(shop), reason: "failed" })).toEqual({ reason: "failed", rule: "cancelled" });
  });
});
