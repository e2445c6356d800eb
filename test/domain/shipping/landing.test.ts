import { describe, expect, it } from "vitest";
import { DEFAULT_RULES } from "../../../src/domain/shipping/rules.ts";
import { deriveShipping } from "../../../src/domain/shipping/shipping.ts";
import {
  arrivalsOf,
  DAY,
  deployMain,
  HOUR,
  openWorkshop,
  outcomesOf,
  reasonsOf,
} from "../../support/verdicts.ts";

describe("a deployment", () => {
  it("L10: of the commit that is there already brings nothing", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    for (let again = 0; again < 4; again++) deployMain(shop);

    expect(reasonsOf(shop)).toEqual(["baseline", "counted", "same-commit", "same-commit", "same-commit"]);
  });

  it.each([["failure"], ["error"], ["inactive"]] as const)(
    "L11: that ends in %s brings nothing; the next success does",
    (state) => {
      const shop = openWorkshop();
      shop.ship({ "a.ts": "1" });
      shop.deploy(shop.main, { state });
      const early = outcomesOf(shop);
      shop.ship({ "b.ts": "1" });
      deployMain(shop);

      expect(early).toEqual({ "#1": "pending" });
      expect(arrivalsOf(shop)).toEqual({ "#1": 3, "#2": 3 });
      expect(reasonsOf(shop)).toEqual(["baseline", "failed", "counted"]);
    },
  );

  it.each([["queued"], ["waiting"], ["pending"], ["in_progress"]] as const)(
    "L11: that is %s is not in the ledger yet",
    (state) => {
      const shop = openWorkshop();
      shop.deploy(shop.main, { state });

      expect(reasonsOf(shop)).toEqual(["baseline"]);
    },
  );

  it("L12: that fails 59 minutes after its success brings nothing", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    const failing = shop.deploy();
    shop.wait(59);
    shop.report(failing, "failure");

    expect(outcomesOf(shop)).toEqual({ "#1": "pending" });
    expect(reasonsOf(shop)).toEqual(["baseline", "failed"]);
  });

  it("L12: that fails 61 minutes after its success stays, with the failure beside it", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    const failing = shop.deploy();
    shop.wait(61);
    shop.report(failing, "failure");

    expect(outcomesOf(shop)).toEqual({ "#1": "net" });
    expect(deriveShipping(shop.history(), shop.now).ledger[1]).toMatchObject({
      reason: undefined,
      failedLater: shop.now,
    });
  });

  it("L13: to another region, or to all after a canary, is fan-out", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    for (const environment of ["production-canary", "production", "production-eu", "production-us"]) {
      shop.wait(HOUR);
      shop.deploy(shop.main, { environment });
    }

    expect(arrivalsOf(shop)).toEqual({ "#1": 2 });
    expect(reasonsOf(shop)).toEqual(["baseline", "counted", "same-commit", "same-commit", "same-commit"]);
  });

  it("L13: that moves a region step by step to where another one is already goes back nowhere", () => {
    const shop = openWorkshop();
    const steps = ["a.ts", "b.ts", "c.ts"].map((path) => shop.ship({ [path]: "1" }).carriers[0]);
    shop.deploy(shop.main, { environment: "production-eu" });
    for (const sha of steps) {
      shop.wait(HOUR);
      shop.deploy(sha);
    }

    expect(reasonsOf(shop)).toEqual([
      ...["baseline", "counted"],
      ...["no-effective-change", "no-effective-change"],
      "same-commit",
    ]);
  });

  it("L13: of a commit of its own with the content of another region goes back nowhere", () => {
    const shop = openWorkshop();
    const release = shop.branch();
    const first = shop.ship({ "a.ts": "1" }).carriers[0];
    shop.ship({ "b.ts": "1" });
    shop.deploy(shop.main, { environment: "production-eu" });
    shop.wait(HOUR);
    shop.deploy(first);
    shop.wait(HOUR);
    shop.merge({ ...shop.branch(), base: release.head }, { into: release });
    shop.deploy(release.head);

    expect(shop.filesOf(release.head)).toEqual(shop.filesOf(shop.main));
    expect(reasonsOf(shop)).toEqual([
      ...["baseline", "counted"],
      ...["no-effective-change", "no-effective-change"],
    ]);
  });

  it("L16: at the same instant as another one counts in the order of their ids", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    const first = shop.main;
    shop.ship({ "b.ts": "1" });
    shop.deploy(first);
    shop.deploy();

    const { history } = { history: shop.history() };
    const reversed = { ...history, deployments: history.deployments.toReversed() };
    expect(deriveShipping(reversed, shop.now)).toEqual(deriveShipping(history, shop.now));
    expect(arrivalsOf(shop)).toEqual({ "#1": 2, "#2": 3 });
  });

  it("L25: to an environment under a new name is no new baseline", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    deployMain(shop);
    shop.ship({ "b.ts": "1" });
    shop.wait(HOUR);
    shop.deploy(shop.main, { environment: "live" });

    expect(arrivalsOf(shop)).toEqual({ "#1": 2, "#2": 3 });
    expect(reasonsOf(shop)).toEqual(["baseline", "counted", "counted"]);
  });

  it.each([
    [90, "same-commit"],
    [91, "no-effective-change"],
  ])("L13: %i days after another region fell silent is %s", (days, reason) => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    shop.deploy(shop.main, { environment: "production-eu" });
    shop.wait(days * DAY);
    shop.deploy(shop.main, { environment: "production-us" });

    expect(reasonsOf(shop)).toEqual(["baseline", "counted", reason]);
  });
});

describe("the ledger", () => {
  it.each([
    [
      "untrusted-creator",
      { isTransient: true, environment: "staging", state: "failure", creator: undefined },
    ],
    ["preview", { isTransient: true, environment: "staging", state: "failure" }],
    ["not-production", { environment: "staging", state: "failure" }],
    ["failed", { state: "failure" }],
    ["same-commit", {}],
  ] as const)("has %s as the first reason that applies to %j", (reason, rest) => {
    const shop = openWorkshop([{ ...DEFAULT_RULES, creators: ["deployer"] }]);
    const creator = { id: "deployer", kind: "app" } as const;
    for (const given of [{}, rest]) {
      shop.wait(HOUR);
      shop.deploy(shop.main, { creator, ...given });
    }

    expect(reasonsOf(shop)).toEqual(["untrusted-creator", "baseline", reason]);
  });

  it("has an unknown range before a rollback", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    deployMain(shop);
    shop.wait(HOUR);
    shop.deploy("0");
    const unrelated = new Set([`${shop.main}...0`]);

    expect(deriveShipping({ ...shop.history(), unrelated }, shop.now).ledger.at(-1)?.reason).toBe(
      "range-unknown",
    );
  });
});

describe("a deployment whose history is not known", () => {
  /** A change shipped; then main is replaced by a history that shares nothing with it, and deployed. */
  function rewritten() {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    deployMain(shop);
    const old = shop.main;
    shop.main = shop.orphan(shop.filesOf(old));
    shop.ship({ "b.ts": "1" });
    deployMain(shop);
    const unrelated = new Set([`${old}...${shop.main}`]);
    return { shop, derive: () => deriveShipping({ ...shop.history(), unrelated }, shop.now) };
  }

  it("L17: links nothing, and what it carries is outside", () => {
    const { changes, ledger } = rewritten().derive();

    expect(ledger.map(({ reason }) => reason)).toEqual(["baseline", undefined, "range-unknown"]);
    expect(changes.get("#2")?.outcome).toBe("outside");
  });

  it("L17: undoes nothing: a history that was rewritten tells of no rollback", () => {
    const { shop, derive } = rewritten();
    shop.wait(20 * DAY);

    expect(derive().changes.get("#1")?.outcome).toBe("net");
  });

  it("L17: is followed by others that link as ever", () => {
    const { shop, derive } = rewritten();
    shop.ship({ "c.ts": "1" });
    deployMain(shop);

    expect(derive().changes.get("#3")?.outcome).toBe("net");
    expect(derive().ledger.at(-1)?.reason).toBeUndefined();
  });

  it("L15: of a commit of another repository takes nothing out of production", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    deployMain(shop);
    shop.wait(HOUR);
    shop.deploy("of another repository");
    shop.wait(20 * DAY);
    const unrelated = new Set([`${shop.main}...of another repository`]);
    const { changes, ledger } = deriveShipping({ ...shop.history(), unrelated }, shop.now);

    expect(ledger.at(-1)?.reason).toBe("range-unknown");
    expect(changes.get("#1")?.outcome).toBe("net");
  });
});
