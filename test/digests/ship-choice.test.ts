import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { issueBody } from "../../dev/simulation/examples/publication.ts";
import { newPath, runCli } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { checkRunContent } from "../../src/check-runs/content.ts";
import { loadShipMode } from "../../src/check-runs/ship-mode.ts";
import { openStores, type Stores } from "../../src/storage/stores.ts";
import { NO_RULES, pullRequest, settingsWith } from "../support/stores.ts";
import { deploy, merge, play, release, tellLine } from "../support/two-ways.ts";

/** The sentence of the week of the 7th of December. */
const TOOK_RELEASES =
  "ships by releases: 12 of 12 changes merged between 8 Jun 2026 and 9 Nov 2026 reached production by them, 0 of 12 by deployments (to choose the other: `ship: deployments`)";
const NOW = at(47, 9);

let file: string;
let stores: Stores;

/** A shop whose deployments carry nothing, and whose releases carry all; it merges one change more. */
beforeEach(async () => {
  file = newPath("plimsoll.db");
  stores = await openStores(`file:${file}`);
  await stores.installations.remember({ id: 1, installedAt: at(1) });
  await stores.repositories.remember(SHOP);
  await tellLine(stores);
  await release(stores, 1, "m12", 5);
  await deploy(stores, 2, "m0", 40);
  await release(stores, 2, "m13", 41);
  await merge(stores, 13, 41);
  await play(stores);
});

afterEach(() => stores.close());

function digest(week: string, now = NOW): Promise<string> {
  return issueBody(stores, { repository: SHOP, week, now });
}

describe("R19: which way auto took, why, and how to choose the other", () => {
  it("is said in the digest, from the week on in which it chose", async () => {
    expect(await digest("2026-W50")).toContain(`It ${TOOK_RELEASES}.`);
    expect(await digest("2026-W45")).not.toContain("to choose the other");
  });

  it("draws a line in the digest of the week in which it turned", async () => {
    const body = await digest("2026-W50");

    expect(body).toContain("**The rules changed in this week:**");
    expect(body).toContain("> - 7 Dec 2026: `ship` now `auto (releases)`, no more `auto (deployments)`");
  });

  it("is said in the settings of a check run", async () => {
    const [settings, pull] = [await settingsWith().load({} as never, SHOP), pullRequest(20)];
    const { choice } = await loadShipMode(stores, SHOP.id, NOW);
    const shown = { shipped: undefined, missing: undefined, settings, definitionUrl: undefined, now: NOW };
    await stores.changes.save(pull);
    const stored = await stores.changes.find(SHOP.id, 20);

    expect(stored && checkRunContent(stored, { ...shown, choice }).text).toContain(`; ${TOOK_RELEASES}`);
  });

  it("is said by explain and status", async () => {
    const explained = await runCli(file, "explain", "acme/shop", "--week", "2026-W50");
    const change = await runCli(file, "explain", "acme/shop#13");
    const { stdout } = await runCli(file, "status");
    const json = await runCli(file, "status", "--json");

    expect(explained.stdout).toContain(`It ${TOOK_RELEASES}.`);
    expect(change.stdout).toContain(`| what \`auto\` took | ${TOOK_RELEASES} |`);
    expect(stdout).toContain(`both deploy and release, so \`auto\` chose\n  acme/shop  ${TOOK_RELEASES}\n`);
    expect(JSON.parse(json.stdout).choices).toMatchObject([
      { owner: "acme", name: "shop", choice: { ship: "releases", deployments: 0, releases: 12, of: 12 } },
    ]);
  });

  it("leaves a week before as it was shipped", async () => {
    expect(await digest("2026-W44")).toContain("1 of 1 deployment");
    expect(await digest("2026-W50")).toContain("Shipped by `v2` (11 Dec 2026).");
  });

  it("is said of a week by the rules that held then", async () => {
    await stores.rules.save(SHOP.id, NO_RULES);
    await stores.rules.save(SHOP.id, { ...NO_RULES, since: at(50), ship: "deployments" });

    expect(await digest("2026-W50", at(60))).toContain(`It ${TOOK_RELEASES}.`);
    expect(await digest("2026-W52", at(60))).not.toContain("to choose the other");
  });

  it("is said no more once the config says how it ships", async () => {
    await stores.rules.save(SHOP.id, { ...NO_RULES, since: at(43), ship: "deployments" });

    expect(await digest("2026-W50")).not.toContain("to choose the other");
    expect((await runCli(file, "status")).stdout).not.toContain("to choose the other");
  });

  it("is said no more once one way is in use no more", async () => {
    expect(await loadShipMode(stores, SHOP.id, at(120))).toEqual({
      ship: "releases",
      choice: expect.any(Object),
    });
    expect(await loadShipMode(stores, SHOP.id, at(150))).toEqual({ ship: "auto", choice: undefined });
  });

  it("tells what waits for which of the two", async () => {
    await merge(stores, 14, 43);
    await deploy(stores, 3, "m0", 43);
    await play(stores);

    expect(await loadShipMode(stores, SHOP.id, NOW)).toMatchObject({ ship: "releases" });
    expect(await digest("2026-W50")).toContain(
      "**Why 0:** The only release to production does not carry what waits.",
    );
  });
});
