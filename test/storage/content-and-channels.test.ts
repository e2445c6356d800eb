import { describe, expect, it } from "vitest";
import { Workshop } from "../../dev/simulation/clone/workshop.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { judgeChanges } from "../../src/domain/shipping/judgement.ts";
import { DEFAULT_RULES } from "../../src/domain/shipping/rules.ts";
import { deriveShipping } from "../../src/domain/shipping/shipping.ts";
import { openTestStores } from "../support/stores.ts";
import { tell } from "../support/tell.ts";
import { DAY, HOUR, openWorkshop } from "../support/verdicts.ts";

/** What became of each change, by what is stored and by what is derived at once. */
async function bothWays(shop: Workshop) {
  const stores = await openTestStores();
  await tell(stores, shop.history());
  const derived = deriveShipping(shop.history(), shop.now).changes;
  const { changes, ...evidence } = await stores.histories.loadAround(SHOP.id, [...derived.keys()]);
  const stored = judgeChanges(changes, { ...evidence, now: shop.now });
  const named = stored.map(({ change: { id }, outcome, arrival }) => [id, outcome, arrival?.deploymentId]);
  return {
    stored: Object.fromEntries(named.map(([id, ...rest]) => [id, rest])),
    derived: Object.fromEntries(
      [...derived].map(([id, { outcome, arrival }]) => [id, [outcome, arrival?.deploymentId]]),
    ),
  };
}

/** A branch beside main with two pull requests, merged without its content, and then deployed itself or not. */
function dropping(isDeployedItself: boolean): Workshop {
  const shop = openWorkshop();
  const side = shop.branch();
  for (const path of ["a.ts", "b.ts"]) {
    const branch = shop.branch(side.head);
    shop.commit(branch, { [path]: "1" });
    shop.wait(HOUR);
    shop.merge(branch, { into: side });
  }
  shop.mergeOurs(side);
  shop.wait(HOUR);
  shop.deploy();
  shop.wait(DAY);
  if (isDeployedItself) shop.deploy(side.head, { environment: "production-eu" });
  shop.wait(10 * DAY);
  return shop;
}

/** A pull request that left main as it was, and a push whose last commit does, rolled back or not. */
function changingNothing(isRolledBack: boolean): { readonly shop: Workshop; readonly pushed: string } {
  const shop = openWorkshop();
  const before = shop.main;
  const branch = shop.branch();
  shop.commit(branch, { "a.ts": "1" });
  shop.merge(branch, { method: "merge", keepsBase: true });
  const { id } = shop.push([{ "b.ts": "1" }, {}]);
  shop.wait(HOUR);
  shop.deploy();
  shop.wait(HOUR);
  if (isRolledBack) shop.deploy(before);
  shop.wait(10 * DAY);
  return { shop, pushed: id };
}

/** The whole repository goes back while a service holds an api change; then the service does, or comes again. */
function goingBack(rest: readonly ("back" | "again")[]): Workshop {
  const services = [{ name: "api", environments: ["production-api"], paths: ["api/**"] }];
  const shop = new Workshop(at(2, 9), [{ ...DEFAULT_RULES, services }]);
  const before = shop.main;
  for (const environment of ["production", "production-api"]) shop.deploy(before, { environment });
  shop.ship({ "api/a.ts": "1" });
  for (const environment of ["production", "production-api"]) {
    shop.wait(HOUR);
    shop.deploy(shop.main, { environment });
  }
  shop.wait(HOUR);
  shop.deploy(before);
  for (const step of rest) {
    shop.wait(HOUR);
    shop.deploy(step === "back" ? before : shop.main, { environment: "production-api" });
  }
  shop.wait(10 * DAY);
  return shop;
}

describe("what is stored of production", () => {
  it.each([
    [false, ["ineffective", 2]],
    [true, ["net", 3]],
  ])("G38: tells what a merge left out, deployed by itself later: %s", async (isDeployedItself, expected) => {
    const { stored, derived } = await bothWays(dropping(isDeployedItself));

    expect(stored).toMatchObject({ "#1": expected, "#2": expected });
    expect(stored).toEqual(derived);
  });

  it.each([
    [false, "net"],
    [true, "undone"],
  ])("tells what changes nothing, rolled back: %s", async (isRolledBack, outcome) => {
    const { shop, pushed } = changingNothing(isRolledBack);
    const { stored, derived } = await bothWays(shop);

    expect(stored).toMatchObject({ "#1": ["ineffective", 2], [pushed]: [outcome, 2] });
    expect(stored).toEqual(derived);
  });

  it.each([
    [[], "net"],
    [["back"], "undone"],
    [["back", "again"], "net"],
  ] as const)("M1: tells what a service holds by itself, then %j", async (rest, outcome) => {
    const { stored, derived } = await bothWays(goingBack(rest));

    expect(stored["#1"]?.[0]).toBe(outcome);
    expect(stored).toEqual(derived);
  });
});
