import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { readDueSpend } from "../../src/server/spend-reading.ts";
import type { SpendVariables } from "../../src/spend/sources.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { bucketPage, costBucket, costResult } from "../spend/answers-of.ts";
import { VARIABLES } from "../spend/reading.ts";
import { MONEY, serveLimits, serveMoney } from "../spend/served.ts";
import { useNock } from "../support/github.ts";
import { openTestStores } from "../support/stores.ts";

useNock();

const { SPEND_OPENAI_KEY, GITHUB_API_URL } = VARIABLES;

/** Does the hourly work at a time, and returns what it logged. */
async function readAt(stores: Stores, now: string, rest: Partial<SpendVariables> = {}) {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const variables = { SPEND_OPENAI_KEY, GITHUB_API_URL, ...rest };
  await readDueSpend({ stores, variables, log, clock: () => new Date(now) });
  return lines.map(({ time: _, pid: __, hostname: ___, level: ____, ...line }) => line);
}

function serveOpenAi(): void {
  serveMoney("openai", bucketPage([costBucket("2026-11-29", costResult(7))]));
  serveLimits("openai");
}

describe("the server's reading of spend", () => {
  it("reads each source once after 06:00 UTC, and at the start if it was not read since", async () => {
    const stores = await openTestStores();
    serveOpenAi();
    const read = { source: "openai", days: 35, restated: 0, readThrough: "2026-11-29", notes: [] };

    expect(await readAt(stores, "2026-11-30T05:00:00Z")).toEqual([{ ...read, msg: "Spend read" }]);
    expect(await readAt(stores, "2026-11-30T05:59:00Z")).toEqual([]);
    serveOpenAi();
    expect(await readAt(stores, "2026-11-30T06:00:00Z")).toEqual([{ ...read, msg: "Spend read" }]);
    expect(await readAt(stores, "2026-11-30T23:00:00Z")).toEqual([]);
    expect(await readAt(stores, "2026-12-01T05:00:00Z")).toEqual([]);
  });

  it("leaves a source that failed to the next day", async () => {
    const stores = await openTestStores();
    MONEY.openai?.().reply(429, {}, { "retry-after": "3600" });

    expect(await readAt(stores, "2026-11-30T06:00:00Z")).toEqual([
      {
        source: "openai",
        reason: "OpenAI asks to wait 3600 s (429): it is read again at the next run",
        msg: "Spend not read",
      },
    ]);
    expect(await readAt(stores, "2026-11-30T07:00:00Z")).toEqual([]);
    serveOpenAi();
    expect(await readAt(stores, "2026-12-01T06:00:00Z")).toHaveLength(1);
  });

  it("does nothing without a credential, and reads nothing of a suspended installation", async () => {
    const stores = await openTestStores();
    expect(await readAt(stores, "2026-11-30T06:00:00Z", { SPEND_OPENAI_KEY: undefined })).toEqual([]);

    await stores.installations.suspend(SHOP.installationId, new Date("2026-11-29"));
    expect(await readAt(stores, "2026-11-30T06:00:00Z")).toEqual([]);
  });

  it("wants the organization named where the app is installed in several", async () => {
    const stores = await openTestStores();
    await stores.installations.remember({ id: 77, installedAt: new Date("2026-11-01") });

    expect(await readAt(stores, "2026-11-30T06:00:00Z")).toEqual([
      { msg: "Spend not read: set SPEND_OWNER to the organization that the credentials are of" },
    ]);
    serveOpenAi();
    expect(await readAt(stores, "2026-11-30T06:00:00Z", { SPEND_OWNER: "Acme" })).toMatchObject([
      { source: "openai", msg: "Spend read" },
    ]);
    expect(await stores.spend.list(77)).toEqual([]);
  });

  it("has a place for spend before the app is installed", async () => {
    const stores = await openTestStores();
    await stores.installations.forget(SHOP.installationId, new Date("2026-11-01"));
    serveOpenAi();

    await readAt(stores, "2026-11-30T06:00:00Z");

    expect(await stores.spend.list(undefined)).toMatchObject([{ name: "openai" }]);
  });
});
