import { describe, expect, it } from "vitest";
import type { Workshop } from "../../../dev/simulation/clone/workshop.ts";
import { DEFAULT_RULES } from "../../../src/domain/shipping/rules.ts";
import { deriveShipping } from "../../../src/domain/shipping/shipping.ts";
import {
  arrivalsOf,
  DAY,
  deployMain,
  HOUR,
  openWorkshop,
  outcomesOf,
  pairsOf,
  reasonsOf,
} from "../../support/verdicts.ts";

const METHODS = ["squash", "merge", "rebase"] as const;

/** The honest work: one feature of one day, shipped. */
function honest(options = {}) {
  const shop = openWorkshop();
  const change = shop.ship({ "a.ts": "1" }, options);
  deployMain(shop);
  return { shop, change };
}

const HONEST = ["ada 2026-11-02"];

describe("what adds nothing: deploying", () => {
  it("G1: the same commit twenty times", () => {
    const { shop } = honest();
    for (let again = 0; again < 20; again++) deployMain(shop);

    expect(pairsOf(shop)).toEqual(HONEST);
    expect(reasonsOf(shop).slice(2)).toEqual(Array<string>(20).fill("same-commit"));
  });

  it.each(METHODS)("G2: empty commits, merged by %s one a day, each by somebody else", (method) => {
    const { shop } = honest();
    for (const by of ["bo", "cy", "di"]) {
      shop.wait(DAY);
      shop.ship({}, { by, method });
      deployMain(shop);
    }

    expect(pairsOf(shop)).toEqual(HONEST);
    expect(reasonsOf(shop).slice(2)).toEqual(Array<string>(3).fill("no-effective-change"));
  });

  it.each(["README.md", "docs/guide.txt", "package-lock.json", "dist/app.js", "vendor/lib.go", "api.pb.go"])(
    "G3: only %s, day after day",
    (path) => {
      const { shop } = honest();
      for (const content of ["1", "2", "3"]) {
        shop.wait(DAY);
        shop.ship({ [path]: content }, { by: "bo" });
        deployMain(shop);
      }

      expect(pairsOf(shop)).toEqual(HONEST);
      expect(reasonsOf(shop).slice(2)).toEqual(Array<string>(3).fill("no-effective-change"));
    },
  );

  it("G4: a mass rename by a tool, beyond the day of whoever merged it", () => {
    const { shop } = honest();
    shop.wait(DAY);
    const paths = Array.from({ length: 500 }, (_, index) => `module-${index}.ts`);
    shop.ship(Object.fromEntries(paths.map((path) => [path, "renamed"])));
    deployMain(shop);

    expect(pairsOf(shop)).toEqual([...HONEST, "ada 2026-11-03"]);
  });

  it("G5: a feature cut into twelve pull requests and twelve deployments of a day", () => {
    const shop = openWorkshop();
    for (let part = 0; part < 12; part++) {
      shop.ship({ [`part-${part}.ts`]: "1" });
      shop.wait(HOUR / 2);
      shop.deploy();
    }

    expect(pairsOf(shop)).toEqual(HONEST);
  });

  it("G19: to many regions, in stages, and to ten services", () => {
    const services = Array.from({ length: 10 }, (_, index) => `service-${index}`);
    const rules = services.map((name) => ({
      name,
      environments: [`production-${name}`],
      paths: [`${name}/**`],
    }));
    const shop = openWorkshop([{ ...DEFAULT_RULES, services: rules }]);
    shop.ship(Object.fromEntries(services.map((name) => [`${name}/a.ts`, "1"])));
    for (const name of [...services, "canary", "eu", "us"]) {
      shop.wait(DAY);
      shop.deploy(shop.main, { environment: `production-${name}` });
    }

    expect(pairsOf(shop)).toEqual(HONEST);
    expect(reasonsOf(shop).filter((reason) => reason === "counted")).toHaveLength(1);
  });

  it("G24: what is delivered twice", () => {
    const { shop } = honest();
    const { deployments, changes, ...history } = shop.history();
    const twice = {
      ...history,
      deployments: [...deployments, ...deployments].reverse(),
      changes: [...changes, ...changes],
    };

    expect(deriveShipping(twice, shop.now)).toEqual(deriveShipping(shop.history(), shop.now));
  });

  it("G24: a deployment that is told of in parts", () => {
    const { shop } = honest();
    shop.report(shop.deployments()[1] ?? shop.deploy(), "failure");
    const history = shop.history();
    const deployments = shop.deployments();
    const parts = deployments.flatMap((each) =>
      each.statuses.map((status) => ({ ...each, statuses: [status] })),
    );

    expect(deriveShipping({ ...history, deployments: parts }, shop.now).ledger).toEqual(
      deriveShipping(shop.history(), shop.now).ledger,
    );
  });
});

describe("what adds nothing: previews, strangers, and rules", () => {
  it.each([
    ["production-preview", false, "not-production"],
    ["pre-production", false, "not-production"],
    ["staging", false, "not-production"],
    ["production", true, "preview"],
  ])("G11: an environment called %s, transient: %s", (environment, isTransient, reason) => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    shop.deploy(shop.main, { environment, isTransient });

    expect(pairsOf(shop)).toEqual([]);
    expect(reasonsOf(shop)).toEqual(["baseline", reason]);
  });

  it("G12: a config that calls staging production, for what was deployed before it", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    shop.deploy(shop.main, { environment: "staging" });
    shop.wait(HOUR);
    shop.configure({ production: ["production", "staging"] });
    const before = outcomesOf(shop);
    shop.wait(HOUR);
    shop.deploy(shop.main, { environment: "staging" });

    expect(before).toEqual({ "#1": "pending" });
    expect(reasonsOf(shop)).toEqual(["baseline", "not-production", "counted"]);
  });

  it("G12: a config that calls production something else, for what was deployed before it", () => {
    const { shop } = honest();
    shop.wait(HOUR);
    const services = [{ name: "api", environments: ["*"], paths: ["api/**"] }];
    shop.configure({ production: ["nowhere"], ship: "releases", creators: [], services });

    expect(pairsOf(shop)).toEqual(HONEST);
  });

  it("G13: a deployment by somebody whom the config does not list", () => {
    const deployer = { id: "deployer", kind: "app" } as const;
    const shop = openWorkshop();
    shop.configure({ creators: ["deployer"] });
    shop.ship({ "a.ts": "1" });
    for (const creator of [{ id: "mallory", kind: "person" } as const, undefined]) {
      shop.wait(HOUR);
      shop.deploy(shop.main, { creator });
    }
    const before = outcomesOf(shop);
    shop.deploy(shop.main, { creator: deployer });

    expect(before).toEqual({ "#1": "pending" });
    expect(reasonsOf(shop)).toEqual(["baseline", "untrusted-creator", "untrusted-creator", "counted"]);
  });

  it("G13: shows by what kind of account each deployment was filed", () => {
    const shop = openWorkshop();
    shop.deploy(shop.main, { creator: { id: "mallory", kind: "person" } });

    expect(deriveShipping(shop.history(), shop.now).ledger.map(({ by }) => by)).toEqual([
      undefined,
      "person",
    ]);
  });

  it("G14: a success that is called a failure minutes later, in whatever order that is told", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    const failing = shop.deploy();
    shop.wait(5);
    shop.report(failing, "failure");
    const history = shop.history();
    const reversed = shop.deployments().map((each) => ({ ...each, statuses: each.statuses.toReversed() }));

    expect(outcomesOf(shop)).toEqual({ "#1": "pending" });
    expect(deriveShipping({ ...history, deployments: reversed }, shop.now).ledger[1]?.reason).toBe("failed");
  });

  it("G14: but a failure that a later success makes good takes nothing away", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    const retried = shop.deploy();
    for (const state of ["failure", "success"] as const) {
      shop.wait(5);
      shop.report(retried, state);
    }

    expect(pairsOf(shop)).toEqual(HONEST);
  });

  it("G36: an environment under a new name, for what shipped before or was outside", () => {
    const { shop } = honest();
    for (const environment of ["live", "prod", "production-new"]) {
      shop.wait(DAY);
      shop.deploy(shop.main, { environment });
    }

    expect(pairsOf(shop)).toEqual(HONEST);
    expect(reasonsOf(shop).slice(2)).toEqual(Array<string>(3).fill("same-commit"));
  });

  it("G36: nor does a new name for each deployment swallow anything", () => {
    const shop = openWorkshop();
    for (const [day, environment] of ["live", "prod", "production-new"].entries()) {
      shop.ship({ [`${environment}.ts`]: "1" }, { by: `builder ${day}` });
      shop.wait(HOUR);
      shop.deploy(shop.main, { environment });
    }

    expect(Object.values(outcomesOf(shop))).toEqual(["net", "net", "net"]);
  });
});

describe("what adds nothing: going back and forth", () => {
  it("G15: old content rolled forward in a new commit, which is a rollback", () => {
    const { shop, change } = honest();
    shop.wait(HOUR);
    shop.ship({ "b.ts": "1" }, { by: "bo" });
    deployMain(shop);
    shop.wait(DAY);
    shop.ship({ "a.ts": undefined, "b.ts": undefined }, { by: "cy" });
    deployMain(shop);

    expect(reasonsOf(shop)).toEqual(["baseline", "counted", "counted", "rollback"]);
    expect(outcomesOf(shop)).toEqual({ [change.id]: "undone", "#2": "undone", "#3": "rework" });
  });

  it.each(METHODS)(
    "G16: a revert called cleanup, merged by %s, found by the content that it restores",
    (method) => {
      const { shop, change } = honest({ method });
      shop.wait(DAY);
      shop.revert(change, { isNamed: false, by: "bo", method });
      deployMain(shop);

      expect(outcomesOf(shop)).toEqual({ "#1": "undone", "#2": "rework" });
      expect(reasonsOf(shop)).toEqual(["baseline", "counted", "rollback"]);
    },
  );

  it.each(METHODS)("G16: a revert in several commits, merged by %s", (method) => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1", "b.ts": "1" });
    deployMain(shop);
    const cleanup = shop.branch();
    shop.commit(cleanup, { "a.ts": undefined });
    shop.commit(cleanup, { "b.ts": undefined });
    shop.merge(cleanup, { by: "bo", method });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "undone", "#2": "rework" });
  });

  it("G16: a revert pushed without a pull request", () => {
    const { shop } = honest();
    const pushed = shop.push({ "a.ts": undefined }, { by: "bo" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "undone", [pushed.id]: "rework" });
  });

  it("G16: but an empty change reverts nothing, though its content is that of the one before", () => {
    const { shop } = honest();
    shop.ship({}, { by: "bo" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "ineffective" });
  });

  it("G16: nor does what was done and taken back within one pull request", () => {
    const { shop } = honest();
    const branch = shop.branch();
    for (const content of ["2", "1"]) shop.commit(branch, { "a.ts": content });
    shop.commit(branch, { "b.ts": "1" });
    shop.merge(branch, { by: "bo", method: "merge" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "net" });
  });

  it("G16: nor does a part of a push, with something empty in between", () => {
    const shop = openWorkshop();
    const pushed = shop.push([{ "a.ts": "1" }, { "b.ts": "1" }]);
    shop.wait(HOUR);
    shop.ship({}, { by: "bo" });
    shop.wait(HOUR);
    shop.ship({ "b.ts": undefined }, { by: "cy" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ [pushed.id]: "net", "#2": "ineffective", "#3": "net" });
  });

  it.each(METHODS)("G17: shipped, reverted, and landed again five times, merged by %s", (method) => {
    const { shop, change } = honest({ method });
    for (let round = 0; round < 5; round++) {
      shop.wait(DAY);
      shop.revert(change, { isNamed: round % 2 === 0, by: "bo", method });
      deployMain(shop);
      shop.wait(DAY);
      shop.ship({ "a.ts": "1" }, { by: "cy", method });
      deployMain(shop);
    }

    expect(pairsOf(shop)).toEqual(HONEST);
  });

  it("G34: reverted, and landed again by another builder, it is the original's", () => {
    const { shop, change } = honest();
    shop.wait(DAY);
    shop.revert(change, { by: "bo" });
    deployMain(shop);
    shop.wait(DAY);
    shop.ship({ "a.ts": "1" }, { by: "cy" });
    deployMain(shop);

    expect(pairsOf(shop)).toEqual(HONEST);
    expect(arrivalsOf(shop)["#1"]).toBe(2);
  });

  it("G33: a name that means no change reverts nothing, and the change that says so counts", () => {
    const { shop } = honest();
    const branch = shop.branch();
    shop.commit(branch, { "b.ts": "1" });
    branch.reverts.push("#123", "e".repeat(40), "#2");
    shop.wait(DAY);
    shop.merge(branch, { by: "bo" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "net" });
  });
});

describe("what adds nothing: branches", () => {
  /** Picks a change onto release branches, each with an environment of its own. */
  function backport(shop: Workshop, lines: number) {
    const fix = shop.ship({ "a.ts": "1" });
    for (let line = 0; line < lines; line++) {
      const release = shop.branch("0");
      shop.wait(DAY);
      shop.merge(shop.pick(fix, release), { into: release, by: `maintainer ${line}` });
      shop.deploy(release.head, { environment: `production-v${line}` });
    }
  }

  it("G20: one change on five release branches", () => {
    const shop = openWorkshop();
    backport(shop, 5);
    deployMain(shop);

    expect(pairsOf(shop)).toEqual(HONEST);
  });

  it("G20: one commit of a change on a release branch, which does not ship the change either", () => {
    const shop = openWorkshop();
    const release = shop.branch();
    const branch = shop.branch();
    const part = shop.commit(branch, { "a.ts": "1" });
    shop.commit(branch, { "b.ts": "1" });
    shop.merge(branch);
    shop.wait(DAY);
    const picked = shop.branch(release.head);
    shop.commit(picked, { "a.ts": "1" });
    picked.pickedFrom.push(part);
    shop.merge(picked, { into: release, by: "bo" });
    shop.deploy(release.head);

    expect(outcomesOf(shop)).toEqual({ "#1": "pending", "#2": "rework" });
  });

  it("G21: trivial pull requests all night, beyond one a day for the human who merges them", () => {
    const shop = openWorkshop();
    for (let hour = 0; hour < 48; hour++) {
      shop.ship({ "a.ts": `${hour}` }, { by: "merger", attribution: "declared" });
      deployMain(shop);
    }

    expect(pairsOf(shop)).toEqual(["merger 2026-11-02", "merger 2026-11-03", "merger 2026-11-04"]);
  });

  it("G30: a branch deployed again and again before it is merged, and then once", () => {
    const shop = openWorkshop();
    const branch = shop.branch();
    for (const content of ["1", "2", "3", "4"]) {
      shop.commit(branch, { "a.ts": content });
      shop.wait(HOUR);
      shop.deploy(branch.head);
    }
    const unmerged = reasonsOf(shop);
    shop.merge(branch);
    deployMain(shop);

    expect(unmerged).toEqual(["baseline", ...Array<string>(4).fill("no-effective-change")]);
    expect(reasonsOf(shop).slice(4)).toEqual(["counted", "no-effective-change"]);
    expect(pairsOf(shop)).toEqual(HONEST);
  });

  it("G30: a branch that production lost before it was merged, and that is not deployed again", () => {
    const shop = openWorkshop();
    const branch = shop.branch();
    shop.commit(branch, { "a.ts": "1" });
    shop.deploy(branch.head);
    deployMain(shop);
    shop.wait(HOUR);
    shop.merge(branch);
    shop.wait(30 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "pending" });
  });
});
