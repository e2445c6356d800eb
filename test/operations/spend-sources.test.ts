import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import type { SpendSource } from "../../src/domain/spend/source.ts";
import { checkSpend } from "../../src/operations/doctor/spend.ts";
import { readSpendSources, spendSourcesText } from "../../src/operations/spend-sources.ts";
import { openStores, type Stores } from "../../src/storage/stores.ts";

const NOW = new Date("2026-11-30T12:00:00Z");
const VENDOR: SpendSource = { name: "anthropic", kind: "anthropic", basis: "metered", settlesAfterDays: 30 };
const FILE: SpendSource = { name: "aws bill\n\u202e", kind: "focus", basis: "estimate", settlesAfterDays: 0 };

let url: string;
let stores: Stores;

beforeEach(async () => {
  url = `file:${newPath("plimsoll.db")}`;
  stores = await openStores(url);
  await stores.installations.remember({ id: 1, installedAt: NOW });
});

afterEach(() => stores.close());

/** Stores that a source was read through a day. */
async function read(source: SpendSource, readThrough: string, owner: number | undefined = 1): Promise<void> {
  const reading = { readAt: NOW, days: new Map([[readThrough, []]]), readThrough };
  await stores.spend.save(owner, { source, reading });
}

const textOf = async () => spendSourcesText(await readSpendSources(stores, NOW));
const findings = async () =>
  (await checkSpend(url, NOW)).map(({ level, text, remedy }) => [level, text, remedy]);

describe("the sources of spend", () => {
  it("are listed with how late they are, and why the last try failed", async () => {
    await read(VENDOR, "2026-11-29");
    await read(FILE, "2026-11-27");
    await stores.spend.saveFailure(1, { ...VENDOR, name: "openai", kind: "openai" }, "OpenAI fails", NOW);

    expect(await textOf()).toBe(`
sources of spend
  anthropic  metered  read through 2026-11-29, up to date
  aws bill    focus, estimate  read through 2026-11-27, 2 days behind
  openai  metered  never read  failed: OpenAI fails`);
  });

  it("are each listed once, those of nobody too", async () => {
    await read(VENDOR, "2026-11-29", undefined);
    expect(await readSpendSources(stores, NOW)).toHaveLength(1);

    await stores.installations.remember({ id: 2, installedAt: NOW });
    await read(VENDOR, "2026-11-29", 2);
    expect(await readSpendSources(stores, NOW)).toHaveLength(2);
  });

  it("are not mentioned where there is none", async () => {
    expect(await textOf()).toBe("");
    expect(await findings()).toEqual([]);
    expect(await checkSpend("file:nowhere.db", NOW)).toEqual([]);
  });

  it("are a warning of the doctor's when they fail or are silent for more than a week", async () => {
    await read(VENDOR, "2026-11-22");
    expect(await findings()).toEqual([["ok", "1 source of spend, none failing or silent", undefined]]);

    await read({ ...VENDOR, name: "cursor", kind: "cursor" }, "2026-11-21");
    await read({ ...FILE, name: "aws" }, "2026-11-20");
    await stores.spend.saveFailure(
      1,
      VENDOR,
      "Anthropic refuses SPEND_ANTHROPIC_KEY (403): give it more",
      NOW,
    );
    expect(await findings()).toEqual([
      ["warning", "anthropic was not read: Anthropic refuses SPEND_ANTHROPIC_KEY (403)", "give it more"],
      ["warning", "aws says nothing of the last 9 days", "import its newest file"],
      [
        "warning",
        "cursor says nothing of the last 8 days",
        "set its credential, and run plimsoll spend pull",
      ],
    ]);
  });
});
