import { describe, expect, it } from "vitest";
import type { Workshop } from "../../../dev/simulation/clone/workshop.ts";
import type { Change } from "../../../src/domain/shipping/change.ts";
import { deriveShipping } from "../../../src/domain/shipping/shipping.ts";
import { DAY, deployMain, HOUR, openWorkshop, outcomesOf, reasonsOf } from "../../support/verdicts.ts";

const METHODS = ["squash", "merge", "rebase"] as const;

function shippedOf(shop: Workshop, id = "#1") {
  return deriveShipping(shop.history(), shop.now).changes.get(id);
}

/** A repository in which a change was shipped just now. */
function shipped(files: Record<string, string> = { "a.ts": "1" }, options = {}) {
  const shop = openWorkshop();
  const before = shop.main;
  const change = shop.ship(files, options);
  deployMain(shop);
  return { shop, change, before };
}

describe("a rollback", () => {
  it("L8: brings nothing, and going forward again brings nothing new", () => {
    const { shop, before } = shipped();
    const after = shop.main;
    for (const sha of [before, after, before, after]) {
      shop.wait(HOUR);
      shop.deploy(sha);
    }
    shop.wait(30 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "net" });
    expect(reasonsOf(shop).slice(2)).toEqual([
      ...["rollback", "no-effective-change"],
      ...["rollback", "no-effective-change"],
    ]);
  });

  it.each([
    ["6 days and 23 hours", 7 * DAY - HOUR, "net"],
    ["7 days", 7 * DAY, "net"],
    ["7 days and an hour", 7 * DAY + HOUR, "undone"],
  ])("L8: that lasts %s leaves a change %s", (_, minutes, outcome) => {
    const { shop, before } = shipped();
    const after = shop.main;
    shop.wait(HOUR);
    shop.deploy(before);
    shop.wait(minutes);
    const still = outcomesOf(shop);
    shop.deploy(after);
    shop.wait(30 * DAY);

    expect(still).toEqual({ "#1": outcome });
    expect(outcomesOf(shop)).toEqual({ "#1": outcome });
  });

  it.each([
    [7, "undone", false],
    [8, "undone", true],
    [28, "undone", true],
    [29, "net", undefined],
  ])("G18: on day %i that lasts leaves a change %s", (days, outcome, isLate) => {
    const { shop, before } = shipped();
    shop.wait(days * DAY);
    const rollback = shop.deploy(before);
    shop.wait(8 * DAY);

    const by = isLate === undefined ? undefined : { kind: "rollback", deploymentId: rollback.id };
    expect(shippedOf(shop)).toMatchObject({ outcome });
    expect(shippedOf(shop)?.undoing?.by).toEqual(by);
    expect(shippedOf(shop)?.undoing?.isLate).toBe(isLate);
  });

  it("L8: takes out all that came since, and nothing older", () => {
    const { shop } = shipped();
    const first = shop.main;
    for (const path of ["b.ts", "c.ts"]) {
      shop.ship({ [path]: "1" });
      deployMain(shop);
    }
    shop.deploy(first);
    shop.wait(8 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "undone", "#3": "undone" });
  });

  it("L8: ends with a fix forward that contains what was rolled back", () => {
    const { shop, before } = shipped();
    shop.wait(HOUR);
    shop.deploy(before);
    shop.wait(DAY);
    shop.ship({ "a.ts": "2" });
    deployMain(shop);
    shop.wait(30 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "net" });
    expect(reasonsOf(shop).slice(2)).toEqual(["rollback", "counted"]);
  });

  it.each([
    ["one of two regions", ["production"], "net"],
    ["both regions", ["production", "production-eu"], "undone"],
  ])("L13: of %s leaves a change %s", (_, rolledBack, outcome) => {
    const { shop, before } = shipped();
    shop.wait(HOUR);
    shop.deploy(shop.main, { environment: "production-eu" });
    for (const environment of rolledBack) {
      shop.wait(HOUR);
      shop.deploy(before, { environment });
    }
    shop.wait(8 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": outcome });
  });

  it.each([
    ["undone where it goes no further", undefined, "undone"],
    ["net where production follows within a week", 6 * DAY, "net"],
    ["undone where production follows later", 8 * DAY, "undone"],
  ])("L13: of a canary leaves a change %s", (_, minutes, outcome) => {
    const shop = openWorkshop();
    const before = shop.main;
    shop.ship({ "a.ts": "1" });
    shop.deploy(shop.main, { environment: "production-canary" });
    shop.wait(HOUR);
    shop.deploy(before, { environment: "production-canary" });
    shop.wait(minutes ?? 8 * DAY);
    if (minutes !== undefined) shop.deploy();

    expect(outcomesOf(shop)).toEqual({ "#1": outcome });
  });

  it.each([
    [89, "net"],
    [91, "undone"],
  ])("L13: is not held off by a region that has been silent for %i days: %s", (days, outcome) => {
    const shop = openWorkshop();
    const before = shop.main;
    const branch = shop.branch();
    shop.commit(branch, { "a.ts": "1" });
    shop.deploy(branch.head, { environment: "production-eu" });
    shop.wait(days * DAY - 3 * HOUR);
    shop.merge(branch, { method: "merge" });
    deployMain(shop);
    shop.wait(2 * HOUR);
    shop.deploy(before);
    shop.wait(8 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": outcome });
  });

  it("L8: of a revert does not bring the change back into the count", () => {
    const { shop, change } = shipped();
    const with_ = shop.main;
    shop.revert(change);
    deployMain(shop);
    shop.wait(HOUR);
    shop.deploy(with_);
    shop.wait(30 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "undone", "#2": "rework" });
  });
});

describe("a revert", () => {
  it.each(METHODS)(
    "L9: merged by %s undoes a change once it ships, and is no output of its own",
    (method) => {
      const { shop, change } = shipped(undefined, { method });
      shop.wait(DAY);
      shop.revert(change, { by: "bo", method });
      const merged = outcomesOf(shop);
      deployMain(shop);

      expect(merged).toEqual({ "#1": "net", "#2": "pending" });
      expect(outcomesOf(shop)).toEqual({ "#1": "undone", "#2": "rework" });
      expect(shippedOf(shop)?.undoing?.by).toEqual({ kind: "revert", changeId: "#2" });
    },
  );

  it.each(["undone", "net", "undone", "net"].map((outcome, index) => [index + 1, outcome] as const))(
    "L9: %i deep leaves the change %s",
    (depth, outcome) => {
      const { shop, change } = shipped();
      let last: Change = change;
      for (let level = 0; level < depth; level++) {
        last = shop.revert(last);
        deployMain(shop);
      }

      const rework = Object.fromEntries(
        Array.from({ length: depth }, (_, level) => [`#${level + 2}`, "rework"]),
      );
      expect(outcomesOf(shop)).toEqual({ "#1": outcome, ...rework });
    },
  );

  it.each([
    [7, "undone", false],
    [8, "undone", true],
    [28, "undone", true],
    [29, "net", undefined],
  ])("G18: merged on day %i leaves a change %s", (days, outcome, isLate) => {
    const { shop, change } = shipped();
    shop.wait(days * DAY);
    shop.revert(change);
    deployMain(shop);

    expect(shippedOf(shop)?.outcome).toBe(outcome);
    expect(shippedOf(shop)?.undoing?.isLate).toBe(isLate);
  });

  it("L9: is as old as its merge, however late it ships", () => {
    const { shop, change } = shipped();
    shop.wait(6 * DAY);
    shop.revert(change);
    shop.wait(14 * DAY);
    const waiting = outcomesOf(shop);
    shop.deploy();

    expect(waiting).toEqual({ "#1": "net", "#2": "pending" });
    expect(shippedOf(shop)).toMatchObject({ outcome: "undone", undoing: { isLate: false } });
  });

  it("L9: that is taken back by a change that does more brings the original back", () => {
    const { shop, change } = shipped();
    const revert = shop.revert(change);
    deployMain(shop);
    const back = shop.branch();
    shop.commit(back, { "a.ts": "1", "b.ts": "1" });
    back.reverts.push(...revert.carriers.slice(0, 1));
    shop.merge(back);
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "rework", "#3": "rework" });
  });

  it("L9: is made good by a landing that was picked from an earlier landing", () => {
    const { shop, change } = shipped();
    let landed = change;
    for (const content of ["2", "3"]) {
      shop.revert(landed);
      shop.wait(HOUR);
      const again = shop.branch();
      shop.commit(again, { "a.ts": content });
      again.pickedFrom.push(...landed.carriers.slice(0, 1));
      landed = shop.merge(again);
      deployMain(shop);
    }

    expect(outcomesOf(shop)).toMatchObject({ "#1": "net", "#3": "rework", "#5": "rework" });
  });

  it("L9: that ships together with a change withdraws it", () => {
    const shop = openWorkshop();
    const change = shop.ship({ "a.ts": "1" });
    shop.wait(HOUR);
    shop.revert(change);
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "withdrawn", "#2": "rework" });
    expect(shippedOf(shop)?.undoing).toBeUndefined();
  });

  it("L9: that was merged before a change shipped, but ships after it, undoes it", () => {
    const shop = openWorkshop();
    const change = shop.ship({ "a.ts": "1" });
    const old = shop.main;
    shop.wait(HOUR);
    shop.revert(change);
    shop.wait(HOUR);
    shop.deploy(old);
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "undone", "#2": "rework" });
  });

  it("L9: that is itself taken back before it ships undoes nothing", () => {
    const { shop, change } = shipped();
    const revert = shop.revert(change);
    shop.wait(HOUR);
    shop.revert(revert);
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "rework", "#3": "rework" });
  });

  it.each([true, false])(
    "L9: of what came before another revert leaves that one be, named: %s",
    (isNamed) => {
      const { shop, change } = shipped();
      const other = shop.ship({ "b.ts": "1" });
      shop.wait(HOUR);
      shop.revert(other);
      deployMain(shop);
      shop.wait(10 * DAY);
      shop.revert(change, { isNamed });
      deployMain(shop);

      expect(outcomesOf(shop)).toEqual({ "#1": "undone", "#2": "withdrawn", "#3": "rework", "#4": "rework" });
    },
  );

  it("G18: of a revert brings nothing back once the change is final", () => {
    const { shop, change } = shipped();
    shop.wait(DAY);
    const revert = shop.revert(change);
    deployMain(shop);
    shop.wait(30 * DAY);
    const final = outcomesOf(shop);
    shop.revert(revert);
    deployMain(shop);

    expect(final).toEqual({ "#1": "undone", "#2": "rework" });
    expect(outcomesOf(shop)).toEqual({ ...final, "#3": "rework" });
  });

  it("L9: after a rollback tells of what came first", () => {
    const { shop, change, before } = shipped();
    shop.wait(DAY);
    shop.deploy(before);
    shop.wait(DAY);
    shop.revert(change);
    shop.wait(10 * DAY);
    shop.deploy();

    expect(shippedOf(shop)).toMatchObject({ outcome: "undone", undoing: { by: { kind: "rollback" } } });
  });

  it("L9: of what is no output leaves it what it is", () => {
    const { shop, change } = shipped({ "package.json": "2" }, { attribution: "automation" });
    shop.revert(change);
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "automation", "#2": "rework" });
  });
});

describe("what a revert names", () => {
  /** A change of five commits was shipped; a later one says that it reverts some of what `named` picks. */
  function revertedBy(method: (typeof METHODS)[number], named: (change: Change) => readonly string[]) {
    const shop = openWorkshop();
    const branch = shop.branch();
    for (const content of ["1", "2", "3", "4", "5"]) shop.commit(branch, { "a.ts": content });
    const change = shop.merge(branch, { method });
    deployMain(shop);
    const revert = shop.branch();
    shop.commit(revert, { "a.ts": "reverted", "b.ts": "1" });
    revert.reverts.push(...named(change));
    shop.merge(revert);
    deployMain(shop);
    return outcomesOf(shop);
  }
  const undone = { "#1": "undone", "#2": "rework" };
  const untouched = { "#1": "net", "#2": "net" };

  it.each([
    ["its number", "squash", () => ["#1"]],
    ["the squash", "squash", ({ carriers }: Change) => carriers.slice(0, 1)],
    ["the merge commit", "merge", ({ carriers }: Change) => carriers.slice(0, 1)],
    ["all commits of its branch", "merge", ({ commits }: Change) => commits],
    ["all rewritten commits", "rebase", ({ rewritten }: Change) => rewritten],
  ] as const)("L9: is a change when it names %s", (_, method, named) => {
    expect(revertedBy(method, named)).toEqual(undone);
  });

  it.each([
    ["the first of five commits", "merge", ({ commits }: Change) => commits.slice(0, 1)],
    ["the last of five commits", "merge", ({ commits }: Change) => commits.slice(-1)],
    ["four of five commits", "merge", ({ commits }: Change) => commits.slice(1)],
    ["the first of five rewritten commits", "rebase", ({ rewritten }: Change) => rewritten.slice(0, 1)],
    ["the last of five rewritten commits", "rebase", ({ rewritten }: Change) => rewritten.slice(-1)],
  ] as const)("L9: is no change when it names only %s", (_, method, named) => {
    expect(revertedBy(method, named)).toEqual(untouched);
  });

  it("L9: is a push as a whole, not its last commit", () => {
    const shop = openWorkshop();
    const pushed = shop.push([{ "a.ts": "1" }, { "a.ts": "2" }]);
    deployMain(shop);
    const partly = shop.branch();
    shop.commit(partly, { "a.ts": "1" });
    partly.reverts.push(pushed.id);
    shop.merge(partly);
    deployMain(shop);

    expect(outcomesOf(shop)[pushed.id]).toBe("net");
  });

  it("L9: is known by its content, though another branch was deployed with the same in the meantime", () => {
    const { shop, change, before } = shipped();
    shop.wait(HOUR);
    shop.deploy(shop.pick(change, shop.branch(before)).head);
    const next = shop.ship({ "b.ts": "1" });
    deployMain(shop);
    shop.wait(HOUR);
    shop.revert(next, { isNamed: false });
    deployMain(shop);
    shop.wait(30 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "undone", "#3": "rework" });
  });

  it("L9: are all changes between two commits when a range is reverted at once", () => {
    const shop = openWorkshop();
    const all = ["a.ts", "b.ts", "c.ts"].map((path) => shop.ship({ [path]: "1" }));
    deployMain(shop);
    const revert = shop.branch();
    shop.commit(revert, { "a.ts": undefined, "b.ts": undefined, "c.ts": undefined, "d.ts": "1" });
    revert.reverts.push(...all.map(({ carriers }) => carriers[0] ?? ""));
    shop.merge(revert, { by: "bo" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "undone", "#2": "undone", "#3": "undone", "#4": "rework" });
  });

  it("L9: come back one by one when they are landed again", () => {
    const shop = openWorkshop();
    const all = ["a.ts", "b.ts"].map((path) => shop.ship({ [path]: "1" }));
    deployMain(shop);
    const revert = shop.branch();
    shop.commit(revert, { "a.ts": undefined, "b.ts": undefined });
    revert.reverts.push(...all.map(({ id }) => id));
    shop.merge(revert);
    deployMain(shop);
    shop.ship({ "b.ts": "1" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "undone", "#2": "net", "#3": "rework", "#4": "rework" });
  });

  it("L9: is undone by the last of several reverts, when each before it was landed again", () => {
    const { shop, change } = shipped();
    shop.wait(DAY);
    shop.revert(change);
    deployMain(shop);
    shop.wait(DAY);
    shop.ship({ "a.ts": "1" });
    deployMain(shop);
    shop.wait(8 * DAY);
    shop.revert(change);
    deployMain(shop);

    expect(shippedOf(shop)).toMatchObject({
      outcome: "undone",
      undoing: { isLate: true, by: { kind: "revert", changeId: "#4" } },
    });
  });
});
