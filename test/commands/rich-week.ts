import { Workshop } from "../../dev/simulation/clone/workshop.ts";
import { at } from "../../dev/simulation/world/history.ts";
import type { DeploymentState } from "../../src/domain/shipping/deployment.ts";
import { deployMain } from "../support/verdicts.ts";

const HOUR = 60;

/** A week, 2026-W45, in which most of what can happen to changes and deployments does. */
export function richWeek(): Workshop {
  const shop = new Workshop(at(2, 7));
  shop.ship({ "old.ts": "1" });
  deployMain(shop);
  monday(shop);
  tuesday(shop);
  wednesday(shop);
  thursday(shop);
  friday(shop);
  saturday(shop);
  return shop;
}

/** All three methods, two changes of one builder, a declared one, and the same commit in a second region. */
function monday(shop: Workshop): void {
  shop.now = at(2, 10);
  shop.ship({ "a.ts": "1" }, { by: "ada", attribution: "declared", lines: 40 });
  shop.wait(HOUR);
  shop.ship({ "b.ts": "1" }, { by: "ada", method: "merge", isApproved: false });
  shop.wait(HOUR);
  const branch = shop.branch();
  shop.commit(branch, { "c.ts": "1" });
  shop.commit(branch, { "d.ts": "1" });
  shop.merge(branch, { by: "bo", method: "rebase", attribution: "declared", lines: 150 });
  const told = (state: DeploymentState, minutes: number) => {
    return { state, at: new Date(shop.now.getTime() + minutes * 60_000), environment: undefined };
  };
  const statuses = [told("in_progress", 0), told("success", 5), told("failure", 90)];
  shop.deploy(shop.main, { statuses, creator: { id: "ci", kind: "app" } });
  shop.wait(HOUR);
  shop.deploy(shop.main, { environment: "production-eu" });
}

/** A push, a robot, documentation, and deployments that do not reach production. */
function tuesday(shop: Workshop): void {
  shop.now = at(3, 9);
  shop.push([{ "e.ts": "1" }, { "f.ts": "1" }], { by: "cy" });
  shop.wait(HOUR);
  shop.ship({ "package.ts": "2" }, { by: undefined, attribution: "automation" });
  shop.ship({ "README.md": "2" }, { by: "bo" });
  shop.deploy(shop.main, { state: "failure" });
  shop.deploy(shop.main, { environment: "production-preview", isTransient: true });
  shop.deploy(shop.main, { environment: "staging" });
  deployMain(shop);
}

/** One that is reverted after it shipped, and one that is reverted before. */
function wednesday(shop: Workshop): void {
  shop.now = at(4, 9);
  const bad = shop.ship({ "g.ts": "1" }, { by: "bo" });
  deployMain(shop);
  shop.wait(HOUR);
  shop.revert(bad, { by: "ada" });
  deployMain(shop);
  shop.wait(HOUR);
  const hasty = shop.ship({ "h.ts": "1" }, { by: "cy" });
  shop.wait(HOUR);
  shop.revert(hasty, { by: "cy" });
  deployMain(shop);
}

/** One that is reverted and landed again, and a rollback that is made good. */
function thursday(shop: Workshop): void {
  shop.now = at(5, 9);
  const again = shop.ship({ "i.ts": "1" }, { by: "cy", attribution: "declared", lines: 300 });
  deployMain(shop);
  const before = shop.main;
  shop.revert(again, { by: "ada" });
  deployMain(shop);
  shop.merge(shop.pick(again, { ...shop.branch() }, { isNamed: false }), { by: "bo" });
  deployMain(shop);
  shop.wait(HOUR);
  shop.deploy(before);
  deployMain(shop);
}

/** One that cannot be read, and one that nobody is accountable for. */
function friday(shop: Workshop): void {
  shop.now = at(6, 9);
  shop.ship({ "j.ts": "1" }, { by: "dee", attribution: "unknown" });
  shop.ship({ "k.ts": "1" }, { by: undefined, isApproved: false });
  deployMain(shop);
}

/** A hotfix from an older commit that takes out what came after, and one that waits. */
function saturday(shop: Workshop): void {
  shop.now = at(7, 9);
  const older = shop.branch();
  shop.ship({ "l.ts": "1" }, { by: "ada" });
  deployMain(shop);
  shop.wait(HOUR);
  const line = { ...older };
  const fix = shop.branch(line.head);
  shop.commit(fix, { "m.ts": "1" });
  shop.merge(fix, { by: "ada", into: line });
  shop.wait(HOUR);
  shop.deploy(line.head);
  shop.wait(HOUR);
  shop.ship({ "n.ts": "1" }, { by: "ada", attribution: "declared" });
}
