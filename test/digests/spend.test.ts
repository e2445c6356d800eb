import { beforeAll, describe, expect, it } from "vitest";
import { micros, seatsOf } from "../../dev/simulation/examples/spend.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { computeDigest } from "../../src/digests/compute.ts";
import type { OrganizationSubject } from "../../src/digests/digest-request.ts";
import { NOTHING_DECLARED } from "../../src/domain/spend/declared.ts";
import { type Day, type SpendFact, shiftDay } from "../../src/domain/spend/fact.ts";

import { openStores, type Stores } from "../../src/storage/stores.ts";
import { deploy, merge } from "../support/ship.ts";

const WEEKS = 48;
const WEEK = "2026-W48";
const NOW = at(30, 9);
const LAST_DAY: Day = "2026-11-29";
const SUBJECT: OrganizationSubject = { owner: "acme", repositories: [SHOP] };

let stores: Stores;

/** Weeks in each of which six changes of as many builders are merged on Monday, and deployed then. */
beforeAll(async () => {
  stores = await openStores(":memory:");
  await stores.installations.remember({ id: 1, installedAt: at(1) });
  await stores.repositories.remember(SHOP);
  const monday = (week: number) => at(23 - 7 * (WEEKS - 1 - week), 9);
  await deploy(stores, 1, "m0", new Date(monday(0).getTime() - 86_400_000));
  for (let week = 0; week < WEEKS; week++) {
    for (let index = 1; index <= 6; index++)
      await merge(stores, 6 * week + index, monday(week), { author: `builder-${index}` });
    await deploy(stores, week + 2, `m${6 * week + 6}`, new Date(monday(week).getTime() + 3_600_000));
  }
  return () => stores.close();
});

/** The digest's spend where a source had so much each day, for some tool. */
async function spendOf(tool: string, subject: Partial<OrganizationSubject> = {}) {
  const days = Array.from({ length: 7 * WEEKS }, (_, index): [Day, SpendFact[]] => {
    const day = shiftDay(LAST_DAY, -index);
    return [day, [{ day, tool, charge: "usage", scope: "", currency: "USD", amount: micros("12") }]];
  });
  const source = { name: "bill", kind: "csv", basis: "estimate", settlesAfterDays: 0 } as const;
  const reading = { readAt: at(30), readThrough: LAST_DAY, days: new Map(days) };
  await stores.spend.save(1, { source, reading });
  const { spend } = await computeDigest(stores, { ...SUBJECT, ...subject, week: WEEK, now: NOW });
  await stores.spend.forget({ owner: 1, name: "bill" });
  return spend;
}

describe("the spend of an organization", () => {
  it("stands beside the work of a year, of which a digest reads half apart", async () => {
    expect(await spendOf("claude-code")).toMatchObject({
      window: { from: "2026-W45", to: WEEK },
      total: "336.00",
      normalizedDeployments: 24,
      perNormalizedDeployment: { value: "14.00", blocks: 11, signal: "none" },
      twelveWeeks: { total: "1008.00", normalizedDeployments: 72 },
      coverage: { share: 1, tools: 1, covered: 1 },
    });
  });

  it("is withheld where the tools of the changes of all four weeks have no spend data", async () => {
    expect(await spendOf("cursor")).toEqual({ withheld: "coverage" });
  });

  it("is withheld in places that others may read", async () => {
    expect(await spendOf("claude-code", { readers: "public" })).toEqual({ withheld: "public" });
    expect(await spendOf("claude-code", { readers: "internal" })).toEqual({ withheld: "internal" });
  });

  it("is absent without a source or declaration, and from the digest of a repository", async () => {
    const request = { week: WEEK, now: NOW };
    const without = await computeDigest(stores, { ...SUBJECT, ...request });
    await stores.spendDeclarations.save(1, { ...NOTHING_DECLARED, seats: [seatsOf()] }, at(1));

    expect(without).not.toHaveProperty("spend");
    expect(await computeDigest(stores, { repository: SHOP, ...request })).not.toHaveProperty("spend");
    expect(await computeDigest(stores, { ...SUBJECT, ...request })).toHaveProperty("spend");
  });

  it("shows budgets as of the time that is asked for", async () => {
    const budget = {
      name: "AI",
      amount: "600",
      currency: "USD",
      per: "month",
      alertAt: [],
      perDay: undefined,
    } as const;
    await stores.spendDeclarations.save(1, { ...NOTHING_DECLARED, budgets: [budget] }, at(1, 1));

    const shown = await spendOf("claude-code", { budgetsAt: at(16, 12) });
    expect(shown).toMatchObject({ budgets: [{ name: "AI", used: "192.00", elapsedPart: 0.5 }] });
  });
});
