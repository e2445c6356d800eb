import { describe, expect, it } from "vitest";
import type { Branch, Workshop } from "../../../dev/simulation/clone/workshop.ts";
import type { Change } from "../../../src/domain/shipping/change.ts";
import { arrivalsOf, DAY, deployMain, HOUR, openWorkshop, outcomesOf } from "../../support/verdicts.ts";

const METHODS = ["squash", "merge", "rebase"] as const;

/** Merges a change of two commits an hour from now. */
function shipTwo(shop: Workshop, method: (typeof METHODS)[number]): Change {
  shop.wait(HOUR);
  const branch = shop.branch();
  shop.commit(branch, { "a.ts": "1" });
  shop.commit(branch, { "b.ts": "1" });
  return shop.merge(branch, { method });
}

function deployAside(shop: Workshop, { head }: Branch): void {
  shop.wait(HOUR);
  shop.deploy(head);
}

describe("a commit that is picked and pushed to a release branch", () => {
  it.each([true, false])("R20: carries the change to production, named or not: %s", (isNamed) => {
    const shop = openWorkshop();
    const release = shop.branch();
    shop.ship({ "unrelated.ts": "1" });
    const fix = shop.ship({ "a.ts": "1" });
    const [merged = ""] = fix.carriers;
    shop.pushAside(merged, release, isNamed ? [merged] : []);
    deployAside(shop, release);
    const early = outcomesOf(shop);
    deployMain(shop);

    expect(early).toEqual({ "#1": "pending", "#2": "net" });
    expect(arrivalsOf(shop)).toEqual({ "#1": 3, "#2": 2 });
  });

  it("R20: carries it though a conflict made another patch of it, if it says so", () => {
    const shop = openWorkshop();
    const release = shop.branch();
    shop.commit(release, { "a.ts": "another" });
    const fix = shop.ship({ "a.ts": "1" });
    shop.pushAside(fix.carriers[0] ?? "", release);
    deployAside(shop, release);

    expect(outcomesOf(shop)).toEqual({ "#1": "net" });
  });

  it.each(METHODS)("R20: carries a change of several commits only when all are picked: %s", (method) => {
    const shop = openWorkshop();
    const release = shop.branch();
    const { commits, rewritten } = shipTwo(shop, method);
    const [first = "", second = ""] = rewritten.length > 0 ? rewritten : commits;
    shop.pushAside(first, release);
    deployAside(shop, release);
    const part = outcomesOf(shop);
    shop.pushAside(second, release);
    deployAside(shop, release);

    expect(part).toEqual({ "#1": "pending" });
    expect(outcomesOf(shop)).toEqual({ "#1": "net" });
    expect(arrivalsOf(shop)).toEqual({ "#1": 3 });
  });

  it("R20: carries it in one commit that names all of them", () => {
    const shop = openWorkshop();
    const release = shop.branch();
    const { commits } = shipTwo(shop, "squash");
    shop.pushAside(commits[1] ?? "", release, commits);
    deployAside(shop, release);

    expect(outcomesOf(shop)).toEqual({ "#1": "net" });
  });

  it.each([true, false])("R20: carries it on from branch to branch, the first pick named: %s", (isNamed) => {
    const shop = openWorkshop();
    const [newer, older] = [shop.branch(), shop.branch()];
    const [merged = ""] = shop.ship({ "a.ts": "1" }).carriers;
    const picked = shop.pushAside(merged, newer, isNamed ? [merged] : []);
    shop.pushAside(picked, older, [picked]);
    deployAside(shop, older);

    expect(outcomesOf(shop)).toEqual({ "#1": "net" });
  });

  it("R20: carries it from its merge on, when the release branch had it first", () => {
    const shop = openWorkshop();
    const release = shop.branch();
    const sketch = shop.branch();
    shop.commit(sketch, { "a.ts": "1" });
    shop.pushAside(sketch.head, release);
    deployAside(shop, release);
    shop.wait(DAY);
    const { mergedAt, id } = shop.merge(sketch);

    expect(outcomesOf(shop)).toEqual({ [id]: "net" });
    expect(mergedAt).toEqual(shop.now);
  });

  it("R20: holds it no more once the release branch goes back", () => {
    const shop = openWorkshop();
    const release = shop.branch();
    const before = release.head;
    const { commits } = shipTwo(shop, "squash");
    for (const sha of commits) shop.pushAside(sha, release);
    deployAside(shop, release);
    shop.wait(HOUR);
    shop.deploy(before);
    shop.wait(8 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "undone" });
  });

  it("R20: ships a revert that was picked, so that what it takes back is undone", () => {
    const shop = openWorkshop();
    const fix = shop.ship({ "a.ts": "1" });
    deployMain(shop);
    const release = shop.branch();
    const revert = shop.revert(fix);
    shop.pushAside(revert.carriers[0] ?? "", release);
    deployAside(shop, release);

    expect(outcomesOf(shop)).toEqual({ "#1": "undone", "#2": "rework" });
  });

  it("R20: takes nothing back by itself: the branch still reaches what it reverts", () => {
    const shop = openWorkshop();
    const fix = shop.ship({ "a.ts": "1" });
    deployMain(shop);
    const release = shop.branch();
    shop.commit(release, { "a.ts": undefined });
    deployAside(shop, release);

    expect(outcomesOf(shop)).toEqual({ [fix.id]: "net" });
  });

  it("R20: on the default branch is a change of its own, and rework", () => {
    const shop = openWorkshop();
    const fix = shop.ship({ "a.ts": "1" });
    shop.wait(HOUR);
    shop.revert(fix);
    shop.wait(HOUR);
    const { id } = shop.push({ "a.ts": "1" });
    deployMain(shop);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "rework", [id]: "rework" });
  });
});
