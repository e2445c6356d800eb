import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { pending } from "../../dev/simulation/examples/records.ts";
import { at, deployment } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { loadWaiting } from "../../src/check-runs/waiting.ts";
import { computeDigest } from "../../src/digests/compute.ts";
import { createComputer } from "../../src/digests/computer.ts";
import { publishDueDigests } from "../../src/digests/weekly.ts";
import { UNSAID } from "../../src/ingest/rules.ts";
import { readStandstills } from "../../src/operations/standstills.ts";
import { standstillText } from "../../src/render/standstills.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { serveBoard } from "../support/board.ts";
import { octokit, useNock } from "../support/github.ts";
import { deploy, merge } from "../support/ship.ts";
import { openTestStores, settingsWith } from "../support/stores.ts";

/** Tells of deployments of a commit to some environments, none of which GitHub flags as production. */
async function stage(stores: Stores, on: Date, ...environments: readonly string[]): Promise<void> {
  for (const [index, environment] of environments.entries()) {
    const id = on.getTime() / 60_000 + index;
    const { statuses, ...rest } = deployment(id, "m1", on, { environment, isProduction: false });
    await stores.deployments.save({ repositoryId: SHOP.id, deployment: rest, statuses });
  }
}

function publishDue(stores: Stores, now: Date): Promise<void> {
  return publishDueDigests({
    ...{ stores, log: pino({ level: "silent" }), clock: () => now },
    authenticate: async () => octokit,
    authenticateOwner: async () => octokit,
    settings: settingsWith(),
    compute: createComputer(stores),
    definitionUrl: undefined,
  });
}

const WEEK = { week: "2026-W45", now: at(9, 9) };
const NAMES = ["shop-eu", "shop-eu", "staging"];

describe("R18: a repository whose deployments are none of them production", () => {
  useNock();

  it("R18: has a digest that names the environments with their counts, and the key to set", async () => {
    const stores = await openTestStores();
    await merge(stores, 1, at(3));
    await stage(stores, at(4), ...NAMES);
    const board = serveBoard("acme/shop");

    await publishDue(stores, at(9, 9));

    expect(board.writes).toEqual(["POST /labels", "POST /issues"]);
    const body = board.issues[0]?.body ?? "";
    expect(body).toContain(
      "**Why 0:** None of the 3 deployments went to production: `shop-eu` 2, `staging` 1.",
    );
    expect(body).toContain('for example `production: ["shop-eu"]`.');
  });

  it("has none where nothing was deployed either", async () => {
    const stores = await openTestStores();
    await merge(stores, 1, at(3));

    await publishDue(stores, at(9, 9));
  });

  it("counts once the config says what the digest asked for", async () => {
    const stores = await openTestStores();
    await merge(stores, 1, at(3));
    await stores.rules.save(SHOP.id, { ...UNSAID, production: ["shop-eu"] });
    await stage(stores, at(2), "shop-eu");
    await stage(stores, at(4), ...NAMES);

    const { zeros } = await computeDigest(stores, { repository: SHOP, ...WEEK });

    expect(zeros).not.toMatchObject([{ cause: "not-production" }]);
  });

  it("tells a change that waits the same a week after its merge, whatever is deployed then", async () => {
    const stores = await openTestStores();
    await merge(stores, 1, at(3));
    const shipped = pending(at(3));
    const wait = async (now: Date) =>
      (await loadWaiting(stores, { repositoryId: SHOP.id, shipped, now }))?.waiting;

    expect(await wait(at(30))).toMatchObject({ cause: "nothing-deployed" });
    await stage(stores, at(4), ...NAMES);
    expect(await wait(at(9))).toMatchObject({ cause: "not-production", number: 3 });
    await stage(stores, at(20), "late");
    expect(await wait(at(30))).toMatchObject({ cause: "not-production", number: 3 });
    expect(await loadWaiting(stores, { repositoryId: SHOP.id, shipped: undefined, now: at(9) })).toBe(
      undefined,
    );
  });

  it("stands in the status, until something reaches production or merging ships", async () => {
    const stores = await openTestStores();
    await merge(stores, 1, at(3));
    await stage(stores, at(4), ...NAMES);
    const told = async () => standstillText(await readStandstills(stores, at(9)));

    expect(await told()).toMatchInlineSnapshot(`
      "
      nothing reached production in thirteen weeks
        acme/shop  1 change merged. None of the 3 deployments went to production: \`shop-eu\` 2, \`staging\` 1. If one of these is production, say so in \`.github/plimsoll.yml\`, for example \`production: ["shop-eu"]\`."
    `);
    await stores.rules.save(SHOP.id, { ...UNSAID, ship: "merges" });
    expect(await told()).toBe("");
    await stores.rules.save(SHOP.id, { ...UNSAID, since: at(5), ship: "auto" });
    await deploy(stores, 1, "m1", at(6));
    expect(await told()).toBe("");
  });

  it("is named in its organization's digest, though nothing is measured in it", async () => {
    const stores = await openTestStores();
    await merge(stores, 1, at(3));
    await stage(stores, at(4), ...NAMES);

    const { zeros } = await computeDigest(stores, {
      owner: "acme",
      repositories: [SHOP],
      ...WEEK,
    });

    expect(zeros).toMatchObject([
      { repository: "acme/shop", cause: "not-production", waiting: { number: 3 } },
    ]);
  });

  it("says that its past is still being read while it is", async () => {
    const stores = await openTestStores();
    await stores.backfills.request({ repositoryId: SHOP.id, since: at(1), at: at(1) });

    const { zeros } = await computeDigest(stores, { repository: SHOP, ...WEEK });

    expect(zeros).toMatchObject([{ cause: "past-unread" }]);
  });

  it("says that the app is suspended while it is", async () => {
    const stores = await openTestStores();
    await stores.installations.suspend(SHOP.installationId, at(2));

    const { zeros } = await computeDigest(stores, { repository: SHOP, ...WEEK });

    expect(zeros).toMatchObject([{ cause: "suspended" }]);
  });
});
