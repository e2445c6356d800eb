import { describe, expect, it } from "vitest";
import { Workshop } from "../../../dev/simulation/clone/workshop.ts";
import { at } from "../../../dev/simulation/world/history.ts";
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

const METHODS = ["squash", "merge", "rebase"] as const;

describe("the first deployment ever seen", () => {
  it("L1: links nothing, and what it carries is outside measurement", () => {
    const shop = new Workshop(at(2, 9));
    shop.ship({ "old.ts": "1" });
    deployMain(shop);
    shop.ship({ "new.ts": "1" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "outside", "#2": "net" });
    expect(reasonsOf(shop)).toEqual(["baseline", "counted"]);
  });

  it("L1: keeps what it carries outside, though it is reverted and brought back later", () => {
    const shop = new Workshop(at(2, 9));
    const old = shop.ship({ "old.ts": "1" });
    deployMain(shop);
    shop.revert(old);
    deployMain(shop);
    shop.ship({ "old.ts": "1" }, { by: "bo" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "outside", "#2": "rework", "#3": "rework" });
  });

  it("L1: is the first success in production, whatever came before", () => {
    const shop = new Workshop(at(2, 9));
    shop.deploy(shop.main, { environment: "staging" });
    shop.wait(HOUR);
    shop.deploy(shop.main, { state: "failure" });
    deployMain(shop);

    expect(reasonsOf(shop)).toEqual(["not-production", "failed", "baseline"]);
  });
});

describe("a pull request", () => {
  it.each(METHODS)(
    "L2: of several commits merged by %s arrives once, with the first deployment",
    (method) => {
      const shop = openWorkshop();
      const branch = shop.branch();
      shop.commit(branch, { "a.ts": "1" });
      shop.commit(branch, { "a.ts": "2", "b.ts": "1" });
      shop.merge(branch, { method });
      deployMain(shop);
      deployMain(shop);

      expect(arrivalsOf(shop)).toEqual({ "#1": 2 });
      expect(reasonsOf(shop)).toEqual(["baseline", "counted", "same-commit"]);
    },
  );

  it("L3: merged by rebase has not arrived before its last rewritten commit", () => {
    const shop = openWorkshop();
    const branch = shop.branch();
    for (const content of ["1", "2", "3"]) shop.commit(branch, { "a.ts": content });
    const { rewritten } = shop.merge(branch, { method: "rebase" });
    shop.wait(HOUR);
    shop.deploy(rewritten[1]);
    const before = outcomesOf(shop);
    deployMain(shop);

    expect(before).toEqual({ "#1": "pending" });
    expect(arrivalsOf(shop)).toEqual({ "#1": 3 });
  });

  it.each(METHODS)("L4: merged by %s in a batch with others arrives once", (method) => {
    const shop = openWorkshop();
    const batch = ["a.ts", "b.ts", "c.ts"].map((path) => {
      const branch = shop.branch();
      shop.commit(branch, { [path]: "1" });
      return branch;
    });
    for (const branch of batch) shop.merge(branch, { method });
    deployMain(shop);

    expect(arrivalsOf(shop)).toEqual({ "#1": 2, "#2": 2, "#3": 2 });
    expect(reasonsOf(shop)).toEqual(["baseline", "counted"]);
  });

  it("L18: for which no person can be named is net all the same", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" }, { by: undefined });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "net" });
  });

  it("L27: of a bot that keeps dependencies up to date is automation, whatever it touches", () => {
    const shop = openWorkshop();
    shop.ship({ "package.json": "2" }, { attribution: "automation" });
    shop.ship({ "package-lock.json": "2" }, { attribution: "automation" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "automation", "#2": "automation" });
    expect(reasonsOf(shop)).toEqual(["baseline", "no-effective-change"]);
  });
});

describe("a branch that is deployed before it is merged", () => {
  it.each(METHODS)("L5: ships once, when it is merged by %s, and not again with main", (method) => {
    const shop = openWorkshop();
    const branch = shop.branch();
    shop.commit(branch, { "a.ts": "1" });
    shop.deploy(branch.head);
    shop.wait(2 * HOUR);
    shop.merge(branch, { method });
    deployMain(shop);

    const { arrival } = deriveShipping(shop.history(), shop.now).changes.get("#1") ?? {};
    expect(arrival).toEqual({
      ...{ deploymentId: 2, environment: "production", at: at(2, 12) },
      deployedAt: at(2, 10),
    });
    expect(outcomesOf(shop)).toEqual({ "#1": "net" });
  });

  it("L5: arrives with main when production had lost it before the merge", () => {
    const shop = openWorkshop();
    const branch = shop.branch();
    shop.commit(branch, { "a.ts": "1" });
    shop.deploy(branch.head, { environment: "production-canary" });
    shop.wait(HOUR);
    shop.deploy(shop.main, { environment: "production-canary" });
    shop.wait(DAY);
    shop.merge(branch);
    const merged = outcomesOf(shop);
    shop.wait(10 * DAY);
    shop.deploy();

    expect(merged).toEqual({ "#1": "pending" });
    expect(outcomesOf(shop)).toEqual({ "#1": "net" });
    expect(arrivalsOf(shop)).toEqual({ "#1": 4 });
  });

  it("L30: arrives by its last head, not by one that was pushed away", () => {
    const shop = openWorkshop();
    const pushedAway = shop.branch();
    shop.commit(pushedAway, { "a.ts": "1" });
    shop.deploy(pushedAway.head);
    const branch = shop.branch();
    shop.commit(branch, { "a.ts": "2" });
    shop.wait(HOUR);
    shop.merge(branch);
    const merged = outcomesOf(shop);
    deployMain(shop);

    expect(merged).toEqual({ "#1": "pending" });
    expect(arrivalsOf(shop)).toEqual({ "#1": 3 });
  });
});

describe("a backport", () => {
  it.each([true, false])("L6: is no change of its own, named as picked or not: %s", (isNamed) => {
    const shop = openWorkshop();
    const release = shop.branch();
    shop.ship({ "unrelated.ts": "1" });
    const fix = shop.ship({ "a.ts": "1" });
    shop.wait(HOUR);
    shop.merge(shop.pick(fix, release, { isNamed }), { into: release, by: "bo" });
    shop.deploy(release.head);
    const early = outcomesOf(shop);
    deployMain(shop);

    expect(early).toEqual({ "#1": "pending", "#2": "net", "#3": "rework" });
    expect(arrivalsOf(shop)).toMatchObject({ "#1": 3, "#2": 2 });
  });

  it("L6: to five release branches, each with an environment, ships the change once", () => {
    const shop = openWorkshop();
    const lines = [1, 2, 3, 4, 5].map(() => shop.branch());
    const fix = shop.ship({ "a.ts": "1" });
    for (const [line, release] of lines.entries()) {
      shop.wait(DAY);
      shop.merge(shop.pick(fix, release), { into: release, by: `maintainer ${line}` });
      shop.deploy(release.head, { environment: `production-v${line}` });
    }
    deployMain(shop);

    expect(Object.values(outcomesOf(shop))).toEqual(["net", ...Array<string>(5).fill("rework")]);
    expect(arrivalsOf(shop)["#1"]).toBe(2);
    expect(reasonsOf(shop)).toEqual(["baseline", "counted", ...Array<string>(5).fill("no-effective-change")]);
  });

  it("L6: forward to main, of a fix that a release branch got first, is no change of its own", () => {
    const shop = openWorkshop();
    const release = shop.branch();
    const hotfix = shop.branch(release.head);
    shop.commit(hotfix, { "a.ts": "1" });
    const fix = shop.merge(hotfix, { into: release });
    shop.deploy(release.head);
    shop.wait(HOUR);
    const main = { ...shop.branch(), head: shop.main };
    shop.merge(shop.pick(fix, main), { by: "bo" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "rework" });
  });

  it("L6: of before a revert does not bring the change back", () => {
    const shop = openWorkshop();
    const release = shop.branch();
    const change = shop.ship({ "a.ts": "1" });
    shop.wait(HOUR);
    shop.merge(shop.pick(change, release), { into: release });
    shop.deploy(release.head, { environment: "production-v1" });
    deployMain(shop);
    shop.revert(change);
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "undone", "#2": "rework", "#3": "rework" });
  });

  it("L20: is not recognized by patches that were not read whole", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    shop.ship({ "b.ts": "1" }, { by: "bo" });
    deployMain(shop);
    const history = shop.history();
    const changes = history.changes.map((change) => ({ ...change, patchId: undefined }));

    const shipped = deriveShipping({ ...history, changes }, shop.now).changes;
    expect([...shipped.values()].map(({ outcome }) => outcome)).toEqual(["net", "net"]);
  });
});

describe("a hotfix from an old commit", () => {
  /** Two changes are in production; a hotfix of the first one replaces both. */
  function hotfixed() {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    deployMain(shop);
    const release = shop.branch();
    shop.ship({ "b.ts": "1" });
    deployMain(shop);
    shop.wait(DAY);
    const hotfix = shop.branch(release.head);
    shop.commit(hotfix, { "a.ts": "2" });
    const fix = shop.merge(hotfix, { into: release, by: "bo" });
    shop.wait(HOUR);
    shop.deploy(release.head);
    return { shop, fix };
  }

  it("L7: brings itself and takes out what it does not contain", () => {
    const { shop } = hotfixed();
    const later = new Date(shop.now.getTime() + 8 * 86_400_000);

    expect(reasonsOf(shop)).toEqual(["baseline", "counted", "counted", "counted"]);
    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "net", "#3": "net" });
    expect(outcomesOf(shop, later)).toEqual({ "#1": "net", "#2": "undone", "#3": "net" });
  });

  it("L7: undoes nothing when main, with the hotfix picked, is deployed within a week", () => {
    const { shop, fix } = hotfixed();
    shop.wait(3 * DAY);
    shop.merge(shop.pick(fix, { ...shop.branch(), head: shop.main }));
    deployMain(shop);
    shop.wait(20 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "net", "#3": "net", "#4": "rework" });
    expect(reasonsOf(shop)).toEqual([
      ...["baseline", "counted", "counted", "counted"],
      "no-effective-change",
    ]);
  });
});

describe("stacked pull requests", () => {
  /** Three pull requests, each merged into the branch of the one before. */
  function stack(method: (typeof METHODS)[number]) {
    const shop = openWorkshop();
    const lower = shop.branch();
    shop.commit(lower, { "a.ts": "1" });
    const middle = shop.branch(lower.head);
    shop.commit(middle, { "b.ts": "1" });
    const upper = shop.branch(middle.head);
    shop.commit(upper, { "c.ts": "1" });
    for (const [branch, into, by] of [
      [upper, middle, "cy"],
      [middle, lower, "bo"],
    ] as const) {
      shop.wait(HOUR);
      shop.merge(branch, { into, by, method });
    }
    return { shop, lower };
  }

  it.each(METHODS)("L28: merged into one another by %s ship once, when the lowest does", (method) => {
    const { shop, lower } = stack(method);
    deployMain(shop);
    const early = outcomesOf(shop);
    shop.merge(lower, { method });
    deployMain(shop);

    expect(early).toEqual({ "#1": "pending", "#2": "pending" });
    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "net", "#3": "net" });
    expect(arrivalsOf(shop)).toEqual({ "#1": 3, "#2": 3, "#3": 3 });
  });

  it.each(METHODS)("L28: go together with a revert of the lowest, merged by %s", (method) => {
    const { shop, lower } = stack(method);
    const merged = shop.merge(lower, { method: "squash" });
    deployMain(shop);
    shop.wait(DAY);
    shop.revert(merged);
    deployMain(shop);

    expect(outcomesOf(shop)).toMatchObject({ "#1": "undone", "#2": "undone", "#3": "undone" });
  });

  it("L28: come back together when the lowest is landed again", () => {
    const { shop, lower } = stack("squash");
    const merged = shop.merge(lower);
    deployMain(shop);
    shop.revert(merged);
    deployMain(shop);
    shop.ship({ "other.ts": "1" });
    shop.merge(shop.pick(merged, { ...lower, head: shop.main }, { isNamed: false }), { by: "di" });
    deployMain(shop);

    expect(outcomesOf(shop)).toMatchObject({ "#1": "net", "#2": "net", "#3": "net", "#6": "rework" });
  });

  it("L28: merged into main one after the other stay apart when one is reverted", () => {
    const shop = openWorkshop();
    const lower = shop.branch();
    shop.commit(lower, { "a.ts": "1" });
    const upper = shop.branch(lower.head);
    shop.commit(upper, { "b.ts": "1" });
    shop.merge(lower);
    shop.wait(HOUR);
    const merged = shop.merge(upper, { by: "bo" });
    deployMain(shop);
    shop.revert(merged);
    deployMain(shop);

    expect(outcomesOf(shop)).toMatchObject({ "#1": "net", "#2": "undone" });
  });
});

describe("a branch of merged work", () => {
  /** Two changes on a branch called develop, which main was merged back into. */
  function developed() {
    const shop = openWorkshop();
    const develop = shop.branch();
    for (const [path, by] of [
      ["a.ts", "ada"],
      ["b.ts", "bo"],
    ] as const) {
      const branch = shop.branch(develop.head);
      shop.commit(branch, { [path]: "1" });
      shop.wait(HOUR);
      shop.merge(branch, { into: develop, by });
    }
    shop.ship({ "hotfix.ts": "1" }, { by: "cy" });
    shop.update(develop);
    shop.wait(HOUR);
    return { shop, develop };
  }

  it.each(METHODS)("L21: gains nothing for who merges it into main by %s", (method) => {
    const { shop, develop } = developed();
    shop.merge(develop, { by: "release manager", method });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "net", "#3": "net", "#4": "rework" });
    expect(arrivalsOf(shop)).toMatchObject({ "#1": 2, "#2": 2, "#3": 2 });
  });

  it("L21: that is brought up to date ships main's change when it is deployed, and is one itself", () => {
    const shop = openWorkshop();
    const branch = shop.branch();
    shop.commit(branch, { "a.ts": "1" });
    shop.ship({ "b.ts": "1" }, { by: "bo" });
    shop.update(branch);
    shop.wait(HOUR);
    shop.deploy(branch.head);
    const deployed = outcomesOf(shop);
    shop.merge(branch);
    deployMain(shop);

    expect(deployed).toEqual({ "#1": "net" });
    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "net" });
    expect(arrivalsOf(shop)).toEqual({ "#1": 2, "#2": 2 });
  });

  it("L28: for a release carries main's changes, and merged back into main it is nobody's", () => {
    const shop = openWorkshop();
    const release = shop.branch();
    shop.ship({ "a.ts": "1" });
    shop.ship({ "b.ts": "1" }, { by: "bo" });
    shop.wait(HOUR);
    shop.merge({ ...shop.branch(), base: release.head }, { into: release, by: "release manager" });
    shop.deploy(release.head);
    shop.wait(HOUR);
    shop.merge(release, { by: "release manager", method: "merge" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "net", "#3": "rework", "#4": "rework" });
    expect(arrivalsOf(shop)).toMatchObject({ "#1": 2, "#2": 2 });
  });
});

describe("a push", () => {
  it("L19: without a pull request is one change, however many commits it brings", () => {
    const shop = openWorkshop();
    const pushed = shop.push([{ "a.ts": "1" }, { "b.ts": "1" }]);
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ [pushed.id]: "net" });
    expect(arrivalsOf(shop)).toEqual({ [pushed.id]: 2 });
  });
});

describe("what becomes known late", () => {
  it("L26: gives the same as if it had been known in time", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    deployMain(shop);
    shop.ship({ "b.ts": "1" });
    deployMain(shop);
    const { deployments, ...history } = shop.history();
    const live = deriveShipping({ ...history, deployments: deployments.slice(1) }, shop.now);
    const backfilled = deriveShipping({ ...history, deployments: deployments.toReversed() }, shop.now);

    expect(live.changes.get("#1")?.outcome).toBe("outside");
    expect(backfilled).toEqual(deriveShipping({ ...history, deployments }, shop.now));
    expect(backfilled.changes.get("#1")?.outcome).toBe("net");
  });
});
