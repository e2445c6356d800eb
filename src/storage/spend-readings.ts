import { desc } from "drizzle-orm";
import type { Day, SpendFact } from "../domain/spend/fact.ts";
import type { RestatedDay } from "../domain/spend/source.ts";
import type { Database } from "./database.ts";
import { matches, upsert } from "./rows.ts";
import { spendFacts, spendReadings } from "./schema/spend.ts";

/** The facts of a source and day at one time. */
interface DayReading {
  readonly sourceId: number;
  readonly day: Day;
  readonly readAt: Date;
  readonly facts: readonly SpendFact[];
}

type Writer = Pick<Database, "select" | "insert" | "delete">;
type Row = typeof spendReadings.$inferSelect;

/**
 * Records the reading of a day. It replaces the day's facts, unless a later reading is stored: then it returns `false`.
 *
 * Of readings with the same totals that follow one another, the first and the last one are kept.
 */
export function keepReading(writer: Writer, { sourceId, day, readAt, facts }: DayReading): boolean {
  const isDay = matches(spendReadings, { sourceId, day });
  const key = [spendReadings.sourceId, spendReadings.day, spendReadings.readAt];
  upsert(writer, spendReadings, { row: { sourceId, day, readAt, totals: totalsText(facts) }, key });
  dropBetween(writer, { sourceId, day });
  const newest = writer
    .select()
    .from(spendReadings)
    .where(isDay)
    .orderBy(desc(spendReadings.readAt))
    .limit(1)
    .get();
  if (newest !== undefined && newest.readAt > readAt) return false;
  writer.delete(spendFacts).where(matches(spendFacts, { sourceId, day })).run();
  for (const fact of facts)
    writer
      .insert(spendFacts)
      .values({ sourceId, ...fact, day })
      .run();
  return true;
}

/** Deletes the readings between two equal ones. */
function dropBetween(writer: Writer, { sourceId, day }: Pick<DayReading, "sourceId" | "day">): void {
  const isDay = matches(spendReadings, { sourceId, day });
  const rows = writer.select().from(spendReadings).where(isDay).orderBy(spendReadings.readAt).all();
  const isBetween = ({ totals }: Row, index: number) =>
    rows[index - 1]?.totals === totals && rows[index + 1]?.totals === totals;
  for (const { readAt } of rows.filter(isBetween))
    writer.delete(spendReadings).where(matches(spendReadings, { sourceId, day, readAt })).run();
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
