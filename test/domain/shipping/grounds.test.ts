import { describe, expect, it } from "vitest";
import { Workshop } from "../../../dev/simulation/clone/workshop.ts";
import { at } from "../../../dev/simulation/world/history.ts";
import type { Grounds } from "../../../src/domain/shipping/grounds.ts";
import { deriveShipping } from "../../../src/domain/shipping/shipping.ts";
import { DAY, deployMain, openWorkshop } from "../../support/verdicts.ts";

/** The grounds of the outcome of each change, by its id. */
function groundsOf(shop: Workshop): Record<string, Grounds> {
  const { changes } = deriveShipping(shop.history(), shop.now);
  return Object.fromEntries([...changes].map(([id, { grounds }]) => [id, grounds]));
}

describe("the grounds of an outcome", () => {
  it("are the rule alone where no other change or deployment decided", () => {
    const shop = openWorkshop();
    shop.ship({ "a.ts": "1" });
    shop.ship({ "package.ts": "2" }, { attribution: "automation" });
    shop.ship({ "README.md": "2" });
    deployMain(shop);
    shop.ship({ "b.ts": "1" });

    expect(groundsOf(shop)).toEqual({
      "#1": { outcome: "net", rule: "stayed" },
      "#2": { outcome: "automation", rule: "robot" },
      "#3": { outcome: "ineffective", rule: "no-file-counts" },
      "#4": { outcome: "pending", rule: "not-carried" },
    });
  });

  it("name the deployment that links nothing", () => {
    const shop = new Workshop(at(2, 9));
    const change = shop.ship({ "a.ts": "1" });
    const { id } = shop.deploy();

    expect(groundsOf(shop)).toEqual({
      [change.id]: { outcome: "outside", rule: "not-linked", deploymentId: id },
    });
  });

  it("name what reverted a change, and what it reverts", () => {
    const shop = openWorkshop();
    const bad = shop.ship({ "a.ts": "1" });
    deployMain(shop);
    const revert = shop.revert(bad);
    deployMain(shop);

    expect(groundsOf(shop)).toEqual({
      [bad.id]: { outcome: "undone", rule: "reverted", by: { id: revert.id, isDirect: true }, isLate: false },
      [revert.id]: { outcome: "rework", rule: "takes-back", changes: [bad.id] },
    });
  });

  it("tell whether a revert takes back the change, or what had restored it", () => {
    const shop = openWorkshop();
    const bad = shop.ship({ "a.ts": "1" });
    shop.wait(1);
    const revert = shop.revert(bad);
    shop.wait(1);
    const restored = shop.revert(revert);
    shop.wait(1);
    const again = shop.revert(restored);
    deployMain(shop);

    expect(groundsOf(shop)[bad.id]).toEqual({
      outcome: "withdrawn",
      rule: "never-live",
      by: { id: again.id, isDirect: false },
    });
  });

  it("name the deployment that rolled a change back, and whether it was late", () => {
    const shop = openWorkshop();
    const before = shop.main;
    const bad = shop.ship({ "a.ts": "1" });
    deployMain(shop);
    shop.wait(8 * DAY);
    const { id } = shop.deploy(before);
    shop.wait(8 * DAY);

    expect(groundsOf(shop)).toEqual({
      [bad.id]: { outcome: "undone", rule: "rolled-back", deploymentId: id, isLate: true },
    });
  });

  it("name what a change repeats", () => {
    const shop = openWorkshop();
    const first = shop.ship({ "a.ts": "1" });
    shop.revert(first);
    const again = shop.merge(shop.pick(first, shop.branch()));
    deployMain(shop);

    expect(groundsOf(shop)[again.id]).toEqual({ outcome: "rework", rule: "repeats", changes: [first.id] });
  });

  it("name what a change only contains", () => {
    const shop = openWorkshop();
    const line = shop.branch();
    const inner = ["a.ts", "b.ts"].map((file) => {
      const branch = shop.branch(line.head);
      shop.commit(branch, { [file]: "1" });
      return shop.merge(branch, { into: line });
    });
    const outer = shop.merge(line);
    deployMain(shop);

    expect(groundsOf(shop)[outer.id]).toEqual({
      outcome: "rework",
      rule: "only-contains",
      changes: inner.map(({ id }) => id),
    });
  });

  it("tell that a change whose content a merge left out never came", () => {
    const shop = openWorkshop();
    const side = shop.branch();
    const branch = shop.branch();
    shop.commit(branch, { "a.ts": "1" });
    const { id } = shop.merge(branch, { into: side });
    shop.mergeOurs(side);
    deployMain(shop);

    expect(groundsOf(shop)[id]).toEqual({ outcome: "ineffective", rule: "content-never-came" });
  });
});
