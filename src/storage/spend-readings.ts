import { desc } from "drizzle-orm";
import type { Day, SpendFact } from "../domain/spend/fact.ts";
import type { RestatedDay } from "../domain/spend/source.ts";
import { buildUpsert, matches, placeholders } from "./rows.ts";
import { spendFacts, spendReadings } from "./schema/spend.ts";
import type { Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** The facts of a source and day at one time. */
interface DayReading {
  readonly sourceId: number;
  readonly day: Day;
  readonly readAt: Date;
  readonly facts: readonly SpendFact[];
}

type Row = typeof spendReadings.$inferSelect;

const NEWEST = build
  .select()
  .from(spendReadings)
  .where(matches(spendReadings, placeholders("sourceId", "day")))
  .orderBy(desc(spendReadings.readAt))
  .limit(1);
const OF_DAY = build
  .select()
  .from(spendReadings)
  .where(matches(spendReadings, placeholders("sourceId", "day")))
  .orderBy(spendReadings.readAt);
const CLEAR_DAY = build.delete(spendFacts).where(matches(spendFacts, placeholders("sourceId", "day")));

/**
 * Records the reading of a day. It replaces the day's facts, unless a later reading is stored: then it returns `false`.
 *
 * Of readings with the same totals that follow one another, the first and the last one are kept.
 */
export async function keepReading(
  transaction: Transaction,
  { sourceId, day, readAt, facts }: DayReading,
): Promise<boolean> {
  const key = [spendReadings.sourceId, spendReadings.day, spendReadings.readAt];
  const row = { sourceId, day, readAt, totals: totalsText(facts) };
  await transaction.run(buildUpsert(spendReadings, { row, key }));
  await dropBetween(transaction, { sourceId, day });
  const newest = await transaction.one(NEWEST, { sourceId, day });
  if (newest !== undefined && newest.readAt > readAt) return false;
  await transaction.run(CLEAR_DAY, { sourceId, day });
  for (const fact of facts)
    await transaction.run(build.insert(spendFacts).values({ sourceId, ...fact, day }));
  return true;
}

/** Deletes the readings between two equal ones. */
async function dropBetween(
  transaction: Transaction,
  { sourceId, day }: Pick<DayReading, "sourceId" | "day">,
): Promise<void> {
  const rows = await transaction.all(OF_DAY, { sourceId, day });
  const isBetween = ({ totals }: Row, index: number) =>
    rows[index - 1]?.totals === totals && rows[index + 1]?.totals === totals;
  for (const { readAt } of rows.filter(isBetween))
    await transaction.run(
      build.delete(spendReadings).where(matches(spendReadings, { sourceId, day, readAt })),
    );
}

/** The changes from one reading of a day to the next; none for the first one of the day. */
export function changesBetween(
  before: Row | undefined,
  after: Row,
): (RestatedDay & { readonly source: number })[] {
  const { sourceId: source, day, readAt: at } = after;
  if (before?.sourceId !== source || before.day !== day) return [];
  const [was, is] = [parseTotals(before.totals), parseTotals(after.totals)];
  const currencies = [...new Set([...was.keys(), ...is.keys()])].sort();
  return currencies.flatMap((currency) => {
    const [from, to] = [was.get(currency) ?? 0n, is.get(currency) ?? 0n];
    return from === to ? [] : [{ source, day, currency, from, to, at }];
  });
}

/** The totals of what is charged, by currency, in millionths: `EUR 1200 USD 5000`. */
function totalsText(facts: readonly SpendFact[]): string {
  const totals = new Map<string, bigint>();
  for (const { charge, currency, amount } of facts)
    if (charge !== "included") totals.set(currency, (totals.get(currency) ?? 0n) + amount);
  const parts = [...totals].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return parts.map(([currency, total]) => `${currency} ${total}`).join(" ");
}

function parseTotals(text: string): Map<string, bigint> {
  const parts = text.matchAll(/(\w+) (-?\d+)/g);
  return new Map([...parts].map(([, currency = "", total = "0"]) => [currency, BigInt(total)]));
}
