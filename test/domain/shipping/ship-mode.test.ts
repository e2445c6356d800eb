import { describe, expect, it } from "vitest";
import { Workshop } from "../../../dev/simulation/clone/workshop.ts";
import { at } from "../../../dev/simulation/world/history.ts";
import { DEFAULT_RULES, type Rules } from "../../../src/domain/shipping/rules.ts";
import { shipModeOf } from "../../../src/domain/shipping/ship-mode.ts";
import { deriveShipping } from "../../../src/domain/shipping/shipping.ts";
import { arrivalsOf, DAY, deployMain, HOUR, outcomesOf, reasonsOf } from "../../support/verdicts.ts";

function rules(rest: Partial<Rules>): Rules[] {
  return [{ ...DEFAULT_RULES, ...rest }];
}

/** Publishes a release, an hour from now. */
function release(shop: Workshop, tag: string, { sha = shop.main, isPrerelease = false } = {}): void {
  shop.wait(HOUR);
  shop.release(tag, { sha, isPrerelease });
}

/** A repository that ships by releases; the first, v1.0, is its baseline. */
function openReleases(): Workshop {
  const shop = new Workshop(at(2, 9), rules({ ship: "releases" }));
  release(shop, "v1.0");
  return shop;
}

describe("releases", () => {
  it("L22: of two maintained lines bring what no release of either brought before", () => {
    const shop = openReleases();
    const line = shop.branch();
    shop.ship({ "a.ts": "1" });
    const fix = shop.ship({ "fix.ts": "1" });
    release(shop, "v2.0");
    shop.merge(shop.pick(fix, line), { into: line });
    const hotfix = shop.branch(line.head);
    shop.commit(hotfix, { "old.ts": "1" });
    shop.merge(hotfix, { into: line, by: "bo" });
    release(shop, "v1.1", { sha: line.head });
    shop.ship({ "b.ts": "1" });
    release(shop, "v2.1");

    expect(arrivalsOf(shop)).toMatchObject({ "#1": -2, "#2": -2, "#4": -3, "#5": -4 });
    expect(outcomesOf(shop)).toMatchObject({ "#1": "net", "#3": "rework", "#4": "net", "#5": "net" });
    expect(reasonsOf(shop)).toEqual(["baseline", "counted", "counted", "counted"]);
  });

  it("L22: before they are final ship nothing", () => {
    const shop = openReleases();
    shop.ship({ "a.ts": "1" });
    release(shop, "v1.1-rc.1", { isPrerelease: true });
    const early = outcomesOf(shop);
    release(shop, "v1.1");

    expect(early).toEqual({ "#1": "pending" });
    expect(reasonsOf(shop)).toEqual(["baseline", "preview", "counted"]);
  });

  it("L22: under a second tag, or of an older commit, bring nothing", () => {
    const shop = openReleases();
    shop.ship({ "a.ts": "1" });
    const older = shop.main;
    shop.ship({ "b.ts": "1" });
    release(shop, "v1.1");
    release(shop, "latest");
    release(shop, "v1.0.1", { sha: older });

    expect(reasonsOf(shop)).toEqual(["baseline", "counted", "same-commit", "no-effective-change"]);
  });

  it("L22: whose tag moves to another commit bring what that commit brings", () => {
    const shop = openReleases();
    shop.ship({ "a.ts": "1" });
    release(shop, "nightly");
    shop.ship({ "b.ts": "1" });
    release(shop, "nightly");

    expect(arrivalsOf(shop)).toEqual({ "#1": -2, "#2": -3 });
  });

  it("L22: undo what a later one reverts", () => {
    const shop = openReleases();
    const change = shop.ship({ "a.ts": "1" });
    release(shop, "v1.1");
    shop.wait(DAY);
    shop.revert(change);
    release(shop, "v1.2");

    expect(outcomesOf(shop)).toEqual({ "#1": "undone", "#2": "rework" });
  });

  it("L22: and not deployments ship where the config says so", () => {
    const shop = openReleases();
    shop.ship({ "a.ts": "1" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "pending" });
    expect(reasonsOf(shop)).toEqual(["baseline"]);
  });
});

describe("merges", () => {
  it("L23: ship by being merged, with no deployment and no ledger", () => {
    const shop = new Workshop(at(2, 9), rules({ ship: "merges" }));
    shop.ship({ "a.ts": "1" });
    deployMain(shop);
    const { ledger, changes } = deriveShipping(shop.history(), shop.now);

    expect(ledger).toEqual([]);
    expect(changes.get("#1")).toMatchObject({
      outcome: "net",
      arrival: { deploymentId: undefined, environment: "", at: at(2, 9) },
    });
  });

  it.each([
    [7, "undone", false],
    [8, "undone", true],
    [29, "net", undefined],
  ])("L23: are undone by what reverts them %i days later: %s", (days, outcome, isLate) => {
    const shop = new Workshop(at(2, 9), rules({ ship: "merges" }));
    const change = shop.ship({ "a.ts": "1" });
    shop.wait(days * DAY);
    shop.revert(change);

    const shipped = deriveShipping(shop.history(), shop.now).changes.get("#1");
    expect([shipped?.outcome, shipped?.undoing?.isLate]).toEqual([outcome, isLate]);
  });

  it("L23: of a time before the config asks for deployments stay shipped", () => {
    const shop = new Workshop(at(2, 9), rules({ ship: "merges" }));
    shop.ship({ "a.ts": "1" });
    shop.wait(DAY);
    shop.configure({ ship: "deployments" });
    shop.wait(1);
    shop.ship({ "b.ts": "1" });

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "pending" });
  });
});

describe("a repository whose config does not say how it ships", () => {
  it.each([
    [89, ["baseline"]],
    [91, ["baseline", "counted"]],
  ])("ships a release %i days after a deployment as %j", (days, reasons) => {
    const shop = new Workshop(at(2, 9));
    shop.deploy();
    shop.ship({ "a.ts": "1" });
    shop.wait(days * DAY);
    release(shop, "v1.0");

    expect(reasonsOf(shop)).toEqual(reasons);
  });

  it("has one baseline when it goes over from releases to deployments", () => {
    const shop = new Workshop(at(2, 9));
    release(shop, "v1.0");
    shop.ship({ "a.ts": "1" });
    deployMain(shop);

    expect(reasonsOf(shop)).toEqual(["baseline", "counted"]);
  });

  it("is not held to its releases by a deployment that failed or was a preview", () => {
    const shop = new Workshop(at(2, 9));
    shop.deploy(shop.main, { state: "failure" });
    shop.deploy(shop.main, { environment: "preview", isTransient: true });
    release(shop, "v1.0");

    expect(reasonsOf(shop)).toEqual(["failed", "preview", "baseline"]);
  });

  it.each([
    ["deployments", undefined],
    ["deployments", { kind: "deployment" }],
    ["releases", { kind: "release" }],
  ] as const)("ships by %s as its newest one shows: %j", (mode, newest) => {
    expect(shipModeOf(newest, DEFAULT_RULES)).toBe(mode);
    expect(shipModeOf(newest, { ...DEFAULT_RULES, ship: "merges" })).toBe("merges");
  });
});
