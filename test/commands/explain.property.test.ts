import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { explanationOf } from "../../src/commands/explain.ts";
import { shiftWeek, type Week, weekOf } from "../../src/domain/metric/week.ts";
import type { ChangeReceipt } from "../../src/domain/receipts/change-receipt.ts";
import type { WeekReceipts } from "../../src/domain/receipts/week-receipts.ts";
import { assertOfMuch, runs } from "../support/limits.ts";
import { play } from "../support/play.ts";
import { type Script, START, scripts } from "../support/script.ts";
import { openTestStores, wholeDigest } from "../support/stores.ts";
import { tell } from "../support/tell.ts";
import { recount } from "./recount.ts";
import { type PrintedChange, rejudge } from "./rejudge.ts";

const RUNS = runs(30);
const EFFECTIVE = ["withdrawn", "undone", "net"];

/** What is printed of each week of a script, with its digest. */
async function printedWeeks(script: Script) {
  const { shop } = play(script);
  const stores = await openTestStores();
  const people = await tell(stores, shop.history());
  const request = { repository: SHOP, now: shop.now };
  const printed = [];
  for (let week: Week = weekOf(START, "UTC"); week <= weekOf(shop.now, "UTC"); week = shiftWeek(week, 1)) {
    const json = await explanationOf(stores, { ...request, of: { week }, json: true });
    const text = await explanationOf(stores, { ...request, of: { week }, json: undefined });
    const digest = await wholeDigest(stores, { ...request, week });
    printed.push({ json: json ?? "", text: text ?? "", digest });
  }
  const alone = new Map<string, PrintedChange>();
  for (const { id } of shop.history().changes) {
    const of = id.startsWith("#") ? { number: Number(id.slice(1)) } : { sha: id };
    const json = await explanationOf(stores, { ...request, of, json: true });
    const receipt = JSON.parse(json ?? "{}");
    alone.set(receipt.id, receipt);
  }
  await stores.close();
  return { printed, alone, hashes: [...people.values()] };
}

function names(receipts: readonly { readonly id: string }[]): string[] {
  return receipts.map(({ id }) => id);
}

/** What a change's receipt must show if it is to support its rule. */
function expectSupported(receipt: ChangeReceipt): void {
  const { outcome, rule, reverts, repeats, contains, revertedBy, undoing, arrival, carriers } = receipt;
  expect(rule).not.toMatch(/^ | [ ,.]/);
  if (outcome === "rework") expect([...reverts, ...repeats, ...contains]).not.toEqual([]);
  if (outcome === "withdrawn") expect(revertedBy.some(({ shippedAt }) => shippedAt !== null)).toBe(true);
  expect(undoing !== null).toBe(outcome === "undone");
  expect(arrival === null).toBe(["pending", "outside"].includes(outcome));
  // What was reached without its content comes with what brings that.
  const brought = carriers
    .flatMap(({ passages }) => passages)
    .flatMap(({ deployment, absences }) => [deployment, ...absences.map(({ endedBy }) => endedBy)]);
  if (arrival !== null) expect(brought).toContainEqual(arrival.deployment);
}

/** What the receipts of deployments must show if they are to support their places. */
function expectPlaced({ deployments, changes }: WeekReceipts): void {
  const outcomes = new Map(changes.map(({ id, outcome }) => [id, outcome]));
  for (const { reason, brought, ending } of deployments) {
    const isEffective = brought.some(({ outcome }) => EFFECTIVE.includes(outcome));
    if (reason === null) expect(isEffective).toBe(true);
    if (reason === "no-effective-change") expect(isEffective).toBe(false);
    if (ending !== "production") expect(brought).toEqual([]);
    for (const { id, outcome } of brought) expect(outcomes.get(id) ?? outcome).toBe(outcome);
  }
  for (const { id, arrival, carriers } of changes) {
    // One record may be deployed several times: the first time that it held a carrier in its environment brought it.
    const isArrival = ({
      id,
      environment,
    }: {
      readonly id: number | undefined;
      readonly environment: string;
    }) => id === arrival?.deployment?.id && environment === arrival?.environment;
    const times = carriers
      .flatMap(({ passages }) => passages)
      .filter(({ deployment, environment }) => isArrival({ id: deployment?.id, environment }))
      .map(({ at }) => new Date(at).getTime());
    const first = deployments
      .filter(isArrival)
      .find(({ endedAt }) => new Date(endedAt).getTime() === Math.min(...times));
    if (first !== undefined) expect(names(first.brought)).toContain(id);
  }
}

/** What each change's receipts show, in its week and alone; returns the outcomes that follow from them. */
function expectJudged({ changes }: WeekReceipts, alone: ReadonlyMap<string, PrintedChange>): string[] {
  return changes.map((change) => {
    expectSupported(change);
    expect(alone.get(change.id)).toEqual(change);
    const outcome = rejudge(JSON.parse(JSON.stringify(change)), alone);
    expect(outcome ?? change.outcome).toBe(change.outcome);
    return outcome ?? "unjudged";
  });
}

describe("the receipts of any week", () => {
  it("show the facts from which its numbers and outcomes follow, as each change does alone, and name nobody", async () => {
    const judged = new Map<string, number>();
    const check = async (script: Script) => {
      const { printed, alone, hashes } = await printedWeeks(script);
      for (const { json, text, digest } of printed) {
        const receipts: WeekReceipts = JSON.parse(json);
        expect(digest).toMatchObject(recount(json));
        for (const hash of hashes) expect(json + text).not.toContain(hash);
        expectPlaced(receipts);
        for (const outcome of expectJudged(receipts, alone))
          judged.set(outcome, (judged.get(outcome) ?? 0) + 1);
      }
    };

    await assertOfMuch(fc.asyncProperty(scripts, check), {
      ...{ numRuns: RUNS, seed: 1 },
      expectMuch() {
        for (const outcome of ["pending", "outside", "rework", "withdrawn", "undone", "net"])
          expect(judged.get(outcome), outcome).toBeGreaterThan(1);
      },
    });
  });
});
