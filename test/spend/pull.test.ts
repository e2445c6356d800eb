import { describe, expect, it } from "vitest";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { NOTHING_DECLARED } from "../../src/domain/spend/declared.ts";
import { shiftDay } from "../../src/domain/spend/fact.ts";
import { type PulledSource, type PullOptions, pullSources } from "../../src/spend/pull.ts";
import type { SpendVariables } from "../../src/spend/sources.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { useNock } from "../support/github.ts";
import { openTestStores } from "../support/stores.ts";
import {
  bucketPage,
  costBucket,
  costPage,
  costResult,
  costRow,
  cursorEvent,
  eventPage,
} from "./answers-of.ts";
import { VARIABLES } from "./reading.ts";
import { MONEY, serveLimits, serveMoney } from "./served.ts";

useNock();

const NOW = new Date("2026-11-30T06:00:00Z");
const { SPEND_ANTHROPIC_KEY, SPEND_OPENAI_KEY, SPEND_CURSOR_KEY, GITHUB_API_URL } = VARIABLES;
const ANTHROPIC: SpendVariables = { SPEND_ANTHROPIC_KEY, GITHUB_API_URL };
const OPENAI: SpendVariables = { SPEND_OPENAI_KEY, GITHUB_API_URL };

/** Reads the sources of some variables, at a time. */
function pull(
  stores: Stores,
  { variables = ANTHROPIC, now = NOW, ...rest }: Partial<PullOptions> & { readonly now?: Date } = {},
): Promise<readonly PulledSource[]> {
  return pullSources({
    ...{ stores, variables, owner: SHOP.installationId, organization: SHOP.owner },
    clock: () => now,
    wait: async () => {},
    ...rest,
  });
}

/** Answers the two requests that Anthropic's 35 days take, and the one for the limit. */
function serveAnthropic(...rows: readonly ReturnType<typeof costRow>[]): void {
  serveMoney("anthropic", costPage([]), costPage([...rows]));
  serveLimits("anthropic");
}

/** Each stored fact as `day tool charge scope millionths`. */
async function factsOf(stores: Stores): Promise<string[]> {
  const sources = await stores.spend.list(SHOP.installationId);
  const span = { sources: sources.map(({ id }) => id), from: "2020-01-01", until: "2030-01-01" };
  const facts = await stores.spend.listFacts(span);
  return facts.map(({ day, tool, charge, scope, amount }) =>
    [day, tool, charge, scope || "-", amount].join(" "),
  );
}

describe("pulling spend", () => {
  it("stores the last 35 complete days of a source, and says what it found", async () => {
    const stores = await openTestStores();
    serveAnthropic(costRow("2026-11-29", "1010"));

    const [pulled] = await pull(stores);

    expect(pulled).toEqual({
      source: { name: "anthropic", kind: "anthropic", basis: "metered", settlesAfterDays: 30 },
      result: {
        ...{ days: 35, restated: 0, readThrough: "2026-11-29", notes: [] },
        totals: [{ charge: "usage", currency: "USD", amount: 10_100_000n }],
      },
    });
    expect(await factsOf(stores)).toEqual(["2026-11-29 claude-code usage - 10100000"]);
    expect(await stores.spend.list(SHOP.installationId)).toMatchObject([
      { name: "anthropic", basis: "metered", readThrough: "2026-11-29", hasHardLimit: true },
    ]);
  });

  it("reads each day again: a changed one is restated, and one without rows is nothing", async () => {
    const stores = await openTestStores();
    serveAnthropic(costRow("2026-11-28", "1010"), costRow("2026-11-29", "500"));
    await pull(stores);
    serveAnthropic(costRow("2026-11-28", "2010"));

    const [again] = await pull(stores, { now: new Date("2026-11-30T09:00:00Z") });

    expect(again?.result).toMatchObject({ days: 35, restated: 2 });
    expect(await factsOf(stores)).toEqual(["2026-11-28 claude-code usage - 20100000"]);
    const [source] = await stores.spend.list(SHOP.installationId);
    const span = { sources: [source?.id ?? 0], from: "2026-11-01", until: "2026-11-30" };
    expect(await stores.spend.listRestated(span)).toMatchObject([
      { day: "2026-11-28", from: 10_100_000n, to: 20_100_000n },
      { day: "2026-11-29", from: 5_000_000n, to: 0n },
    ]);
  });

  it("leaves out days that the vendor does not have in whole yet", async () => {
    const stores = await openTestStores();
    const row = costRow("2026-11-29", "500");
    const refreshed = { data_refreshed_at: "2026-11-29T22:00:00Z" };
    serveMoney(
      "anthropic",
      costPage([], refreshed),
      costPage([costRow("2026-11-28", "100"), row], refreshed),
    );
    serveLimits("anthropic");

    const [pulled] = await pull(stores);

    expect(pulled?.result).toMatchObject({ days: 34, readThrough: "2026-11-28" });
    expect(await factsOf(stores)).toEqual(["2026-11-28 claude-code usage - 1000000"]);
  });

  it("keeps the days of before when a reading fails, and records why; the next one lifts it", async () => {
    const stores = await openTestStores();
    serveAnthropic(costRow("2026-11-28", "1010"));
    await pull(stores);
    serveMoney("anthropic", costPage([costRow("2026-10-28", "1010")]));
    MONEY.anthropic?.().reply(403, {});

    const [failed] = await pull(stores);

    const error = expect.stringMatching(
      /^Anthropic refuses SPEND_ANTHROPIC_KEY \(403\): give it the scope read:analytics/,
    );
    expect(failed?.result).toEqual({ error });
    expect(await factsOf(stores)).toEqual(["2026-11-28 claude-code usage - 10100000"]);
    expect(await stores.spend.list(SHOP.installationId)).toMatchObject([
      { error, readThrough: "2026-11-29" },
    ]);

    serveAnthropic();
    await pull(stores, { now: new Date("2026-11-30T07:00:00Z") });
    expect((await stores.spend.list(SHOP.installationId))[0]?.error).toBeUndefined();
  });

  it("reads the other sources when one fails", async () => {
    const stores = await openTestStores();
    const variables = { ...ANTHROPIC, ...OPENAI, SPEND_CURSOR_KEY };
    MONEY.anthropic?.().reply(401, {});
    serveMoney("openai", bucketPage([costBucket("2026-11-29", costResult(7))]));
    serveLimits("openai");
    serveMoney("cursor", eventPage([]), eventPage([cursorEvent("2026-11-29", 12.5)]));

    const pulled = await pull(stores, { variables });

    expect(pulled.map(({ source, result }) => [source.name, "error" in result])).toEqual([
      ["anthropic", true],
      ["openai", false],
      ["cursor", false],
    ]);
    expect(await factsOf(stores)).toEqual([
      "2026-11-29 cursor usage - 125000",
      "2026-11-29 openai usage - 7000000",
    ]);
  });

  it("makes the same facts when two read at once, or the earlier one ends last", async () => {
    const stores = await openTestStores();
    for (const _ of [1, 2]) {
      serveMoney("openai", bucketPage([costBucket("2026-11-29", costResult(7))]));
      serveLimits("openai");
    }

    await Promise.all([pull(stores, { variables: OPENAI }), pull(stores, { variables: OPENAI })]);
    expect(await factsOf(stores)).toEqual(["2026-11-29 openai usage - 7000000"]);

    serveMoney("openai", bucketPage([costBucket("2026-11-29", costResult(3))]));
    serveLimits("openai");
    await pull(stores, { variables: OPENAI, now: new Date("2026-11-30T05:00:00Z") });
    expect(await factsOf(stores)).toEqual(["2026-11-29 openai usage - 7000000"]);
  });

  it("gives a day the scopes of the config that was in force on it", async () => {
    const stores = await openTestStores();
    const scopes = [{ name: "payments", repositories: [], native: { anthropic: ["wrkspc_1"] } }];
    const declare = (at: string, declared: Partial<typeof NOTHING_DECLARED>) =>
      stores.spendDeclarations.save(SHOP.installationId, { ...NOTHING_DECLARED, ...declared }, new Date(at));
    await declare("2026-01-01T00:00:00Z", { currency: "EUR" });
    await declare("2026-11-28T20:00:00Z", { scopes });
    serveAnthropic(
      ...["2026-11-28", "2026-11-29"].map((day) => costRow(day, "100", { workspace_id: "wrkspc_1" })),
    );

    await pull(stores);

    expect(await factsOf(stores)).toEqual([
      "2026-11-28 claude-code usage - 1000000",
      "2026-11-29 claude-code usage payments 1000000",
    ]);
  });

  it("leaves alone a source that was imported with the name of a vendor's", async () => {
    const stores = await openTestStores();
    const source = { name: "anthropic", kind: "csv", basis: "estimate", settlesAfterDays: 0 } as const;
    const day = shiftDay("2026-11-30", -1);
    const fact = {
      day,
      tool: "claude-code",
      charge: "usage",
      scope: "",
      currency: "USD",
      amount: 1n,
    } as const;
    const reading = { readAt: NOW, days: new Map([[day, [fact]]]), readThrough: day };
    await stores.spend.save(SHOP.installationId, { source, reading });

    const [pulled] = await pull(stores);

    expect(pulled?.result).toEqual({
      error:
        "anthropic is a source that was imported: import it with another name, and run plimsoll spend forget --source anthropic",
    });
    expect(await stores.spend.list(SHOP.installationId)).toMatchObject([{ kind: "csv", basis: "estimate" }]);
  });

  it("leaves out sources that were tried since a time, whether they failed or not", async () => {
    const stores = await openTestStores();
    const variables = { ...ANTHROPIC, ...OPENAI };
    MONEY.anthropic?.().reply(401, {});
    serveMoney("openai", bucketPage([]));
    serveLimits("openai");
    await pull(stores, { variables });

    expect(await pull(stores, { variables, unlessTriedSince: NOW })).toEqual([]);
  });
});
