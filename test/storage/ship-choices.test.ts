import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { openTestStores } from "../support/stores.ts";
import { deploy, LAST, merge, play, release, tellLine } from "../support/two-ways.ts";

async function read({ histories }: Stores) {
  const window = { since: at(1), deployedFrom: at(1), deployedUntil: at(99) };
  const { choices, effects } = await histories.loadWindow(SHOP.id, window);
  return {
    choices: choices.map(({ ship, deployments, releases, of }) => `${ship} ${deployments} ${releases} ${of}`),
    counted: effects.map(({ event: { deployment } }) => deployment.id),
  };
}

describe("R19: auto", () => {
  it("takes releases once they carry most, from the next week on", async () => {
    const stores = await tellLine(await openTestStores());
    await release(stores, 1, "m12", 5);
    await deploy(stores, 2, "m1", 40);
    await release(stores, 2, "m12", 41);
    await play(stores);

    expect(await read(stores)).toEqual({ choices: ["releases 0 12 12"], counted: [1, -2] });
  });

  it("reads what is released aside, to tell how much that carries", async () => {
    const stores = await tellLine(await openTestStores());
    await release(stores, 1, "m12", 5);
    await play(stores);

    expect(await stores.commits.find(SHOP.id, "m12")).toBeDefined();
    expect(await read(stores)).toEqual({ choices: [], counted: [1] });
  });

  it("takes another way when a change becomes known late", async () => {
    const stores = await openTestStores();
    await deploy(stores, 1, "m0", 1);
    for (let number = 1; number <= 9; number++) await merge(stores, number);
    await release(stores, 1, "m12", 5);
    await deploy(stores, 2, "m1", 40);
    await play(stores);
    const few = await read(stores);
    for (let number = 10; number <= LAST; number++) await merge(stores, number);
    await play(stores);

    expect(few).toEqual({ choices: ["deployments 0 9 9"], counted: [1, 2] });
    expect(await read(stores)).toEqual({ choices: ["releases 0 12 12"], counted: [1] });
  });

  it("takes another way when history becomes known late", async () => {
    const stores = await tellLine(await openTestStores());
    await release(stores, 1, "m12", 5);
    await deploy(stores, 2, "m0", 40);
    await play(stores, "m12");
    const unknown = await read(stores);
    await deploy(stores, 3, "m13", 41);
    await play(stores, "m12");

    expect(unknown).toEqual({ choices: ["deployments 0 1 12"], counted: [1, 2] });
    expect(await read(stores)).toEqual({ choices: ["releases 0 12 12"], counted: [1] });
  });
});
