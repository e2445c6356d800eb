import nock from "nock";
import { pino } from "pino";
import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { alertSpend } from "../../src/digests/alert-spend.ts";
import { createComputer } from "../../src/digests/computer.ts";
import type { OrganizationSeries } from "../../src/digests/series.ts";
import { DEFAULT_POLICY } from "../../src/domain/policy.ts";
import { NOTHING_DECLARED } from "../../src/domain/spend/declared.ts";
import type { SpendFact } from "../../src/domain/spend/fact.ts";
import { tallyIn } from "../../src/operations/tally-metrics.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { serveBoard } from "../support/board.ts";
import { octokit, useNock } from "../support/github.ts";
import { openTestStores, settingsWith } from "../support/stores.ts";

const budget = { currency: "USD", per: "month", alertAt: [50, 75, 100] } as const;
const BUDGETS = [{ name: "AI <b>@acme</b>", amount: "1000", perDay: "600", ...budget }];

const SERIES: OrganizationSeries = {
  scope: "owner",
  installationId: 1,
  repository: SHOP,
  subject: { owner: "acme", repositories: [SHOP] },
  source: "config",
  target: "shop",
  unread: 0,
  settings: { policy: DEFAULT_POLICY, timezone: "UTC" },
  policy: DEFAULT_POLICY.digest,
  zone: "UTC",
};

/** Stores with a published digest of the organization, and a budget. */
async function openOrganization(): Promise<Stores> {
  const stores = await openTestStores();
  await stores.spendDeclarations.save(1, { ...NOTHING_DECLARED, budgets: BUDGETS }, at(1));
  await stores.digests.save({
    ...{ repositoryId: SHOP.id, scope: "owner", week: "2026-W44", issueNumber: 1, headline: "2026-W44" },
    ...{ shown: "", written: "", publishedAt: at(2), isFinal: false, isClosed: false },
  });
  return stores;
}

/** Reads a source that has so many dollars on a day of November 2026. */
async function spend(stores: Stores, ...amounts: readonly [day: number, dollars: number][]): Promise<void> {
  const days = amounts.map(([day, dollars]): [string, SpendFact[]] => {
    const date = at(day).toISOString().slice(0, 10);
    const fact = { day: date, tool: "cursor", charge: "usage", scope: "", currency: "USD" } as const;
    return [date, [{ ...fact, amount: BigInt(dollars) * 1_000_000n }]];
  });
  const source = { name: "bill", kind: "csv", basis: "estimate", settlesAfterDays: 0 } as const;
  const readThrough =
    days
      .map(([day]) => day)
      .sort()
      .at(-1) ?? "";
  await stores.spend.save(1, { source, reading: { readAt: at(20), days: new Map(days), readThrough } });
}

function alert(stores: Stores, now: Date, registry = new Registry()): Promise<void> {
  return alertSpend(
    {
      ...{ stores, clock: () => now, log: pino({ level: "silent" }), settings: settingsWith() },
      authenticate: async () => octokit,
      authenticateOwner: async () => octokit,
      compute: createComputer(stores),
      definitionUrl: undefined,
      tally: tallyIn(registry),
    },
    { installationId: 1, owner: "acme", series: SERIES },
  );
}

describe("an alert about spend", () => {
  useNock();

  it("is one comment and a label on the newest digest, about the highest step that is passed", async () => {
    const stores = await openOrganization();
    const board = serveBoard("acme/shop");
    await spend(stores, [3, 500], [4, 300]);
    await alert(stores, at(5));
    await alert(stores, at(5, 1));

    expect(board.writes).toEqual(["POST /labels", "POST /issues/1/labels", "POST /issues/1/comments"]);
    expect(board.comments[0]).toMatchInlineSnapshot(`
      "**What AI tools cost**

      - \`AI <b>@acme</b>\`: 800.00 of 1000.00 USD is used since 2026-11-01, which passes 75 %; 13 % of the month is gone; all sources are complete through 2026-11-04

      Providers report spend with a delay, so this cannot stop a bill from growing: set a hard limit at each provider."
    `);
  });

  it("has gauges, by which a pager can ask", async () => {
    const stores = await openOrganization();
    const registry = new Registry();
    serveBoard("acme/shop");
    await spend(stores, [3, 500], [4, 300]);
    await alert(stores, at(5), registry);

    const lines = (await registry.metrics())
      .split("\n")
      .filter((line) => /^plimsoll_(spend|budget)/.test(line));
    expect(lines).toEqual([
      'plimsoll_spend_micros{installation="1",tool="cursor",currency="USD"} 800000000',
      'plimsoll_budget_used_ratio{installation="1",budget="AI <b>@acme</b>"} 0.8',
    ]);
  });

  it("is given once for each step and period, and at most once a day", async () => {
    const stores = await openOrganization();
    const board = serveBoard("acme/shop");
    await spend(stores, [3, 550]);
    await alert(stores, at(4));
    await spend(stores, [4, 500]);
    await alert(stores, at(4, 5));
    expect(board.comments).toHaveLength(1);
    await alert(stores, at(5, 5));
    await alert(stores, at(7));

    expect(board.comments).toHaveLength(2);
    expect(board.comments[1]).toContain(
      "1050.00 of 1000.00 USD is used since 2026-11-01, which passes 100 %",
    );
  });

  it("names a day over the most for a day", async () => {
    const stores = await openOrganization();
    const board = serveBoard("acme/shop");
    await stores.spendDeclarations.save(1, { ...NOTHING_DECLARED, budgets: BUDGETS }, at(1));
    await spend(stores, [3, 601]);
    await alert(stores, at(4));

    expect(board.comments[0]).toContain("601.00 USD on 2026-11-03, over 600.00 a day");
  });

  it("names a day that is unusual for its weekday, and no usual one", async () => {
    const stores = await openOrganization();
    const board = serveBoard("acme/shop");
    await stores.spendDeclarations.save(1, NOTHING_DECLARED, at(1, 1));
    const usual = Array.from({ length: 130 }, (_, day): [number, number] => [day - 130, 100 + (day % 9)]);
    await spend(stores, ...usual, [1, 104], [2, 500]);
    await alert(stores, at(3));

    expect(board.comments[0]?.match(/^- .*$/gm)).toEqual([
      expect.stringMatching(
        /^- 500\.00 USD on 2026-11-02: more than is usual for its weekday \(up to 1\d\d\.\d\d\)$/,
      ),
    ]);
  });

  it.each(["public", "internal"])("is not written in a %s repository, and is kept", async (visibility) => {
    const stores = await openOrganization();
    const found = { id: SHOP.id, name: "shop", owner: { login: "acme" }, visibility };
    nock(API).get("/repos/acme/shop").reply(200, found);
    await spend(stores, [3, 900]);
    await alert(stores, at(4));

    expect((await stores.spendAlerts.listUnwritten(1)).map((each) => each.alert)).toEqual([
      "budget AI <b>@acme</b> 2026-11-01 50",
      "budget AI <b>@acme</b> 2026-11-01 75",
      "ceiling AI <b>@acme</b> 2026-11-03",
    ]);
  });

  it("is tried again after a refusal, and not after an answer that was lost", async () => {
    const stores = await openOrganization();
    await spend(stores, [3, 550]);
    const found = { id: SHOP.id, name: "shop", owner: { login: "acme" }, visibility: "private" };
    nock(API).persist().get("/repos/acme/shop").reply(200, found);
    nock(API).persist().post("/repos/acme/shop/labels").reply(201, {});
    nock(API).persist().post("/repos/acme/shop/issues/1/labels").reply(200, []);
    nock(API).post("/repos/acme/shop/issues/1/comments").reply(403, { message: "locked" });
    await alert(stores, at(4));
    expect(await stores.spendAlerts.listUnwritten(1)).toHaveLength(1);
    nock(API).post("/repos/acme/shop/issues/1/comments").reply(502, {});
    await alert(stores, at(4, 1));

    expect(await stores.spendAlerts.listUnwritten(1)).toHaveLength(0);
    await alert(stores, at(6));
  });
});
