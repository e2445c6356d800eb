import { describe, expect, it } from "vitest";
import type { Branch, Workshop } from "../../../dev/simulation/clone/workshop.ts";
import type { Change } from "../../../src/domain/shipping/change.ts";
import { rangeKey } from "../../../src/domain/shipping/ranges.ts";
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

/** Merges three pull requests into a branch beside main. */
function mergeAside(shop: Workshop): { readonly side: Branch; readonly changes: readonly Change[] } {
  const side = shop.branch();
  const changes = ["a.ts", "b.ts", "c.ts"].map((path) => {
    const branch = shop.branch(side.head);
    shop.commit(branch, { [path]: "1" });
    shop.wait(HOUR);
    return shop.merge(branch, { into: side, method: path === "b.ts" ? "merge" : "squash" });
  });
  return { side, changes };
}

const INEFFECTIVE = { "#1": "ineffective", "#2": "ineffective", "#3": "ineffective" };

describe("a merge with the content of its first parent", () => {
  it("G38: brings nothing of the branch that it merges", () => {
    const shop = openWorkshop();
    const { side } = mergeAside(shop);
    shop.mergeOurs(side);
    deployMain(shop);

    expect(outcomesOf(shop)).toMatchObject(INEFFECTIVE);
  });

  it("G38: brings nothing of a branch on which all was deleted again", () => {
    const shop = openWorkshop();
    const { side } = mergeAside(shop);
    shop.commit(side, { "a.ts": undefined, "b.ts": undefined, "c.ts": undefined });
    shop.merge(side, { method: "merge" });
    deployMain(shop);

    expect(outcomesOf(shop)).toMatchObject(INEFFECTIVE);
  });

  it("G38: brings nothing later either, with what goes on from there", () => {
    const shop = openWorkshop();
    const { side } = mergeAside(shop);
    shop.mergeOurs(side);
    deployMain(shop);
    const more = shop.branch(side.head);
    more.base = shop.main;
    shop.commit(more, { "d.ts": "1" });
    shop.wait(HOUR);
    shop.merge(more, { method: "merge" });
    deployMain(shop);
    shop.wait(10 * DAY);

    expect(outcomesOf(shop)).toMatchObject(INEFFECTIVE);
  });

  it.for(["squash", "merge"] as const)(
    "G38: brings nothing inside of a pull request with other work, which is merged by a %s",
    (method) => {
      const shop = openWorkshop();
      const { side } = mergeAside(shop);
      const work = shop.branch();
      shop.keepOurs(work, side);
      shop.commit(work, { "d.ts": "1" });
      shop.wait(HOUR);
      const { commits } = shop.merge(work, { method });
      deployMain(shop);

      expect(commits.length).toBe(1);
      expect(outcomesOf(shop)).toEqual({
        ...Object.fromEntries(
          ["#1", "#2", "#3"].map((id) => [id, method === "merge" ? "ineffective" : "pending"]),
        ),
        "#4": "net",
      });
    },
  );

  it("G38: leaves what the branch itself brings to production", () => {
    const shop = openWorkshop();
    const { side } = mergeAside(shop);
    shop.mergeOurs(side);
    deployMain(shop);
    const before = outcomesOf(shop);
    shop.wait(DAY);
    shop.deploy(side.head, { environment: "production-eu" });
    shop.wait(10 * DAY);

    expect(before).toMatchObject(INEFFECTIVE);
    expect(outcomesOf(shop)).toMatchObject({ "#1": "net", "#2": "net", "#3": "net" });
  });

  it("G38: leaves what was in production before", () => {
    const shop = openWorkshop();
    const { side } = mergeAside(shop);
    shop.deploy(side.head, { environment: "production-eu" });
    shop.wait(HOUR);
    shop.mergeOurs(side);
    deployMain(shop);

    expect(outcomesOf(shop)).toMatchObject({ "#1": "net", "#2": "net", "#3": "net" });
  });

  it("G38: takes nothing out again when it is rolled back and deployed again", () => {
    const shop = openWorkshop();
    const before = shop.main;
    const { side } = mergeAside(shop);
    shop.mergeOurs(side);
    deployMain(shop);
    shop.wait(DAY);
    shop.deploy(before);
    shop.wait(DAY);
    shop.deploy();
    shop.wait(30 * DAY);

    expect(outcomesOf(shop)).toMatchObject(INEFFECTIVE);
  });
});

describe("a change that leaves the base branch as it is", () => {
  it.for(["merge", "squash", "rebase"] as const)("brings nothing, merged by a %s", (method) => {
    const shop = openWorkshop();
    shop.merge(twoCommits(shop), { method, keepsBase: true });
    const next = shop.ship({ "c.ts": "1" });
    deployMain(shop);
    shop.wait(10 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "ineffective", [next.id]: "net" });
  });

  it("brings nothing, though two others brought the same", () => {
    const shop = openWorkshop();
    const branch = twoCommits(shop);
    shop.ship({ "a.ts": "1" });
    shop.ship({ "b.ts": "1" });
    shop.merge(branch, { method: "merge" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "net", "#3": "ineffective" });
  });

  it("takes nothing back, and brings nothing back", () => {
    const shop = openWorkshop();
    const change = shop.ship({ "a.ts": "1" });
    deployMain(shop);
    shop.revert(change, { method: "merge", keepsBase: true });
    deployMain(shop);
    const untouched = outcomesOf(shop);
    const revert = shop.revert(change);
    deployMain(shop);
    shop.revert(revert, { method: "merge", keepsBase: true });
    deployMain(shop);

    expect(untouched).toEqual({ "#1": "net", "#2": "rework" });
    expect(outcomesOf(shop)).toMatchObject({ "#1": "undone" });
  });

  it("carries nothing of what was merged into it", () => {
    const shop = openWorkshop();
    const lower = shop.branch();
    shop.merge(twoCommits(shop), { method: "merge", into: lower, keepsBase: true });
    shop.commit(lower, { "c.ts": "1" });
    shop.merge(lower, { method: "squash" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "pending", "#2": "net" });
  });
});

describe("a push whose last commit changes nothing", () => {
  it("comes and goes with the ones before", () => {
    const shop = openWorkshop();
    const before = shop.main;
    const { id } = shop.push([{ "a.ts": "1" }, {}]);
    deployMain(shop);
    const come = outcomesOf(shop);
    shop.wait(DAY);
    shop.deploy(before);
    shop.wait(10 * DAY);

    expect(come).toEqual({ [id]: "net" });
    expect(outcomesOf(shop)).toEqual({ [id]: "undone" });
  });

  it("arrives with its end, though a part of it was deployed before", () => {
    const shop = openWorkshop();
    const branch = shop.branch();
    shop.deploy(shop.commit(branch, { "a.ts": "1" }), { environment: "production-canary" });
    shop.commit(branch);
    shop.wait(HOUR);
    shop.merge(branch, { method: "rebase" });
    deployMain(shop);

    expect(arrivalsOf(shop)).toEqual({ "#1": 3 });
  });

  it("arrives with its merge, where its branch was deployed before, and not yet what it was merged to", () => {
    const shop = openWorkshop();
    const branch = twoCommits(shop);
    shop.commit(branch);
    shop.deploy(branch.head);
    shop.wait(HOUR);
    const { mergedAt } = shop.merge(branch);
    shop.wait(10 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "net" });
    expect(deriveShipping(shop.history(), shop.now).changes.get("#1")?.arrival?.at).toEqual(mergedAt);
  });

  it("comes to nothing where no commit of it changes anything", () => {
    const shop = openWorkshop();
    const { id } = shop.push([{}, {}]);
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ [id]: "ineffective" });
  });
});

/** A branch of two commits. */
function twoCommits(shop: Workshop): Branch {
  const branch = shop.branch();
  shop.commit(branch, { "a.ts": "1" });
  shop.commit(branch, { "b.ts": "1" });
  return branch;
}

describe("two commits of equal content", () => {
  it("M2: are both what a later commit may return to", () => {
    const shop = openWorkshop();
    const first = shop.branch();
    shop.commit(first, { "a.ts": "1" });
    const second = shop.branch(first.head);
    shop.merge(first, { method: "squash" });
    second.base = first.head;
    shop.commit(second, { "b.ts": "1" });
    shop.wait(HOUR);
    shop.merge(second, { method: "merge" });
    deployMain(shop);
    shop.wait(HOUR);
    shop.ship({ "a.ts": undefined, "b.ts": undefined });
    shop.wait(HOUR);
    shop.ship({ "a.ts": "1" });
    deployMain(shop);
    shop.wait(30 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "undone", "#3": "rework", "#4": "rework" });
  });
});

describe("content that comes back", () => {
  it("takes back only what came since, where a branch that was squashed came again with another one", () => {
    const shop = openWorkshop();
    const below = shop.branch();
    shop.commit(below, { "a.ts": "1" });
    shop.ship({ "c.ts": "1" });
    shop.merge(below);
    const above = shop.branch(below.head);
    shop.commit(above, { "b.ts": "1" });
    shop.wait(HOUR);
    shop.merge(above, { method: "merge" });
    deployMain(shop);
    shop.wait(DAY);
    shop.ship({ "b.ts": undefined });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "net", "#3": "undone", "#4": "rework" });
  });

  it("takes back with a pull request what was pushed before, and came with it since a forced push", () => {
    const shop = openWorkshop();
    const before = shop.main;
    const { id } = shop.push({ "a.ts": "1" });
    const branch = shop.branch(id);
    shop.main = before;
    branch.base = before;
    shop.commit(branch, { "b.ts": "1" });
    shop.wait(HOUR);
    const merged = shop.merge(branch, { method: "merge" });
    shop.ship({ "c.ts": "1" });
    deployMain(shop);
    shop.wait(DAY);
    shop.revert(merged);
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ [id]: "undone", "#2": "undone", "#3": "net", "#4": "rework" });
  });

  it("comes back with a deployment that reaches it, though its range is unknown", () => {
    const shop = openWorkshop();
    const before = shop.main;
    shop.ship({ "a.ts": "1" });
    deployMain(shop);
    shop.wait(DAY);
    shop.deploy(before);
    shop.ship({ "b.ts": "1" });
    shop.wait(DAY);
    shop.deploy();
    shop.wait(8 * DAY);
    const history = { ...shop.history(), unrelated: new Set([rangeKey({ base: before, head: shop.main })]) };
    const { changes } = deriveShipping(history, shop.now);

    expect(changes.get("#1")?.outcome).toBe("net");
    expect(changes.get("#2")?.outcome).toBe("outside");
  });

  it("is nothing to wait for where a merge had left it out before it was merged", () => {
    const shop = openWorkshop();
    const side = shop.branch();
    const copied = shop.branch(side.head);
    shop.commit(copied, { "a.ts": "1" });
    shop.keepOurs(side, copied);
    shop.deploy(side.head);
    shop.wait(HOUR);
    shop.merge(copied);

    expect(outcomesOf(shop)).toEqual({ "#1": "ineffective" });
  });
});

describe("what was deployed before its merge, and taken out", () => {
  it("arrives with the deployment that brings it back", () => {
    const shop = openWorkshop();
    const branch = shop.branch();
    shop.commit(branch, { "a.ts": "1" });
    shop.deploy(branch.head);
    shop.wait(HOUR);
    shop.deploy();
    shop.wait(HOUR);
    shop.merge(branch);
    shop.wait(HOUR);
    shop.deploy(branch.head);

    expect(arrivalsOf(shop)).toEqual({ "#1": 4 });
    expect(reasonsOf(shop)).toEqual(["baseline", "no-effective-change", "rollback", "counted"]);
  });
});

describe("a forced push of the same content", () => {
  it.for([
    ["and is deployed", 0],
    ["and is deployed with what was merged since", 1],
  ] as const)("G48: takes nothing out of production, and brings nothing: it comes %s", ([, merges]) => {
    const shop = openWorkshop();
    for (const path of ["a.ts", "b.ts", "c.ts"]) {
      shop.ship({ [path]: "1" });
      deployMain(shop);
    }
    const { id } = shop.rewrite({ by: "pusher" });
    for (let more = 0; more < merges; more++) shop.ship({ "d.ts": "1" }, { by: "dee" });
    deployMain(shop);
    shop.wait(8 * DAY);

    expect(outcomesOf(shop)).toEqual({
      ...{ "#1": "net", "#2": "net", "#3": "net", [id]: "ineffective" },
      ...(merges > 0 && { "#5": "net" }),
    });
    expect(reasonsOf(shop).at(-1)).toBe(merges > 0 ? "counted" : "no-effective-change");
  });

  it("G48: leaves a rollback after it one", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    deployMain(shop);
    shop.rewrite();
    deployMain(shop);
    shop.ship({ "b.ts": "1" });
    const before = shop.main;
    deployMain(shop);
    shop.wait(DAY);
    shop.deploy(shop.history().graph.get(before)?.parents[0]);
    shop.wait(8 * DAY);

    expect(outcomesOf(shop)).toMatchObject({ "#1": "net", "#3": "undone" });
  });
});
