import { describe, expect, it } from "vitest";
import { newPath, runCli } from "../../dev/simulation/processes/cli.ts";
import { NOTHING_DECLARED } from "../../src/domain/spend/declared.ts";
import type { SpendFact } from "../../src/domain/spend/fact.ts";
import { parseDecimal, toMicros } from "../../src/domain/spend/money.ts";
import type { SpendSource } from "../../src/domain/spend/source.ts";
import { openStores } from "../../src/storage/stores.ts";
import { runHere } from "../support/command-line.ts";

const MINIMAL: SpendSource = { name: "minimal", kind: "csv", basis: "estimate", settlesAfterDays: 0 };

/** What a tool cost on a day, in millionths. */
function fact(day: string, amount: string, more: Partial<SpendFact> = {}): [string, SpendFact[]] {
  const known = { day, tool: "claude-code", charge: "usage", scope: "", currency: "USD" } as const;
  return [day, [{ ...known, ...more, amount: toMicros(parseDecimal(amount)) }]];
}

/** A store into which a source was read twice, the second time with another amount for a day. */
async function storeWithSpend(): Promise<string> {
  const file = newPath("plimsoll.db");
  const stores = await openStores(`file:${file}`);
  const read = (at: string, ...days: [string, SpendFact[]][]) =>
    stores.spend.save(undefined, {
      source: MINIMAL,
      reading: { readAt: new Date(at), days: new Map(days), readThrough: "2026-11-20" },
    });
  await read("2026-11-21", fact("2026-11-19", "10.10"), fact("2026-11-20", "80.90"));
  await read("2026-11-22", fact("2026-11-19", "20.10"));
  await stores.close();
  return file;
}

describe("plimsoll spend show", () => {
  it("prints tools, sources and what was restated", async () => {
    const { stdout, stderr, status } = await runCli(await storeWithSpend(), "spend", "show");

    expect([stderr, status]).toEqual(["", 0]);
    expect(stdout).toMatchInlineSnapshot(`
      "Tools, 2026-11-19 to 2026-11-20 (total = usage + seats)
        tool         currency  total   usage   seats  included  credits  adjusted  basis
        claude-code  USD       101.00  101.00  0.00   0.00      0.00     0.00      estimate

      Sources
        minimal  csv  estimate  complete through 2026-11-20
        minimal restated 2026-11-19 from 10.10 to 20.10 USD
      "
    `);
  });

  it("prints money as decimals in JSON", async () => {
    const { stdout } = await runHere(await storeWithSpend(), "spend", "show", "--json");

    expect(JSON.parse(stdout)).toMatchObject({
      tools: [{ tool: "claude-code", currency: "USD", total: "101.00" }],
      sources: [
        {
          ...{ name: "minimal", kind: "csv", basis: "estimate", readThrough: "2026-11-20" },
          restated: [{ day: "2026-11-19", from: "10.10", to: "20.10" }],
        },
      ],
      budgets: [],
    });
  });

  it("prints budgets and seats as the config declares them, and each currency by itself", async () => {
    const file = newPath("plimsoll.db");
    const stores = await openStores(`file:${file}`);
    await stores.installations.create({ id: 1, installedAt: new Date(0) });
    const seat = { tool: "cursor", count: 10, price: "40", currency: "EUR", per: "month" } as const;
    const declared = {
      ...NOTHING_DECLARED,
      seats: [{ ...seat, from: "2026-10-01", until: "2026-10-31" }],
      budgets: [
        {
          name: "AI\u001b[31m",
          amount: "60000",
          currency: "USD",
          per: "month",
          alertAt: [],
          perDay: undefined,
        },
      ],
    } as const;
    await stores.spendDeclarations.save(1, declared, new Date(0));
    await stores.close();
    const { stdout } = await runHere(file, "spend", "show");

    expect(stdout).toContain("cursor  EUR       400.00  0.00   400.00");
    expect(stdout).toContain("0.00 of 60000.00 USD (0 %)");
    expect(stdout).not.toContain("\u001b");
  });

  it("names the month of a monthly budget, and the year of a yearly one", async () => {
    const file = newPath("plimsoll.db");
    const stores = await openStores(`file:${file}`);
    await stores.installations.create({ id: 1, installedAt: new Date(0) });
    const known = { amount: "600", currency: "USD", alertAt: [], perDay: undefined } as const;
    const budgets = [
      { ...known, name: "monthly", per: "month" },
      { ...known, name: "yearly", per: "year" },
    ] as const;
    const seat = { tool: "cursor", count: 1, price: "4", currency: "USD", per: "month" } as const;
    const seats = [{ ...seat, from: "2026-10-01", until: "2026-10-31" }];
    await stores.spendDeclarations.save(1, { ...NOTHING_DECLARED, seats, budgets }, new Date(0));
    await stores.close();
    const { stdout } = await runHere(file, "spend", "show");

    expect(stdout).toMatch(/monthly .* % of \d{4}-\d{2} gone/);
    expect(stdout).toMatch(/yearly .* % of \d{4} gone/);
  });

  it("asks which organization is meant where there are several, and says that nothing is stored", async () => {
    const file = newPath("plimsoll.db");
    const stores = await openStores(`file:${file}`);
    await stores.installations.create({ id: 1, installedAt: new Date(0) });
    await stores.installations.create({ id: 2, installedAt: new Date(0) });
    await stores.close();
    const asked = await runHere(file, "spend", "show");

    expect([asked.status, asked.stderr]).toEqual([
      2,
      "plimsoll: the store has several organizations: name one with --owner\n",
    ]);
    const unknown = await runHere(file, "spend", "show", "--owner", "nobody");
    expect([unknown.status, unknown.stderr]).toEqual([
      1,
      "plimsoll: nobody is not in the store: install the app there, or leave --owner out\n",
    ]);
    const none = await runHere(newPath("none.db"), "spend", "show");
    expect(none.status).toBe(1);
  });
});

describe("plimsoll spend forget", () => {
  it("deletes a source with all its days, and says when there is none", async () => {
    const file = await storeWithSpend();
    const forgotten = await runHere(file, "spend", "forget", "--source", "minimal");
    const again = await runHere(file, "spend", "forget", "--source", "minimal");
    const shown = await runHere(file, "spend", "show", "--json");

    expect([forgotten.status, forgotten.stdout]).toEqual([0, '"minimal" is deleted, with all its days\n']);
    expect([again.status, again.stderr]).toEqual([
      1,
      "plimsoll: there is no source of that name: plimsoll spend show lists the sources\n",
    ]);
    expect(JSON.parse(shown.stdout)).toEqual({ tools: [], sources: [], budgets: [] });
  });
});
