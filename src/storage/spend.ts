import { and, asc, eq, getTableColumns, gt, gte, lt, sql } from "drizzle-orm";
import type { FactOfSource } from "../domain/spend/combination.ts";
import type { Day } from "../domain/spend/fact.ts";
import type { KnownSource, ProviderState, SpendReading, SpendSource } from "../domain/spend/source.ts";
import type { RestatedOfSource } from "../domain/spend/tool-spend.ts";
import { asList, isAmong } from "./among.ts";
import { withoutNulls } from "./rows.ts";
import { spendFacts, spendReadings, spendSources } from "./schema/spend.ts";
import { changesBetween, keepReading } from "./spend-readings.ts";
import { adoptSources, isSourceOf, keepSource, readingColumns, type SpendOwner } from "./spend-sources.ts";
import type { Connection, SqlDatabase, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

export type { SpendOwner } from "./spend-sources.ts";

/** The key of a source. */
interface SourceKey {
  readonly owner: SpendOwner;
  readonly name: string;
}

/** Some sources, and the days from one to another one, which is left out. */
interface SpendSpan {
  readonly sources: readonly number[];
  readonly from: Day;
  readonly until: Day;
}

/** A source, and what was read of it. */
interface ReadSource {
  readonly source: SpendSource;
  readonly reading: SpendReading;
  readonly provider?: ProviderState;
}

/** The money that AI tools cost. */
export interface SpendStore {
  /**
   * Stores a reading of a source, and the state of its provider. Returns the days that a later reading has replaced
   * already.
   *
   * The same readings in any order, once or more often, make the same facts.
   */
  save(owner: SpendOwner, read: ReadSource): Promise<readonly Day[]>;
  /** Records that a source could not be read. The next reading deletes this record. */
  saveFailure(owner: SpendOwner, source: SpendSource, error: string, at: Date): Promise<void>;
  /** The sources of an owner by name. If there is only one installation, it also has the sources without an owner. */
  list(owner: SpendOwner): Promise<readonly KnownSource[]>;
  /** The facts of some sources, ordered by day. */
  listFacts(span: SpendSpan): Promise<readonly FactOfSource[]>;
  /** The days of which a source has a reading after a time. */
  listDaysReadAfter(source: number, at: Date): Promise<readonly Day[]>;
  /** The restated days of some sources, ordered by day and time. */
  listRestated(span: SpendSpan): Promise<readonly RestatedOfSource[]>;
  /** Deletes a source with all its facts. Returns whether there was one. */
  forget(key: SourceKey): Promise<boolean>;
}

/** Stores spend. */
export function createSpendStore(database: SqlDatabase): SpendStore {
  return {
    save: (owner, read) => database.transaction((transaction) => save(transaction, owner, read)),
    saveFailure: (owner, source, error, failedAt) =>
      database.transaction(async (transaction) => {
        await adoptSources(transaction, owner);
        await keepSource(transaction, owner, { ...source, error, failedAt });
      }),
    list: (owner) =>
      database.read(async (snapshot) => {
        const isIts = await isSourceOf(snapshot, owner);
        const rows = await snapshot.all(
          build.select().from(spendSources).where(isIts).orderBy(asc(spendSources.name)),
        );
        return rows.map(({ installationId: _, ...row }) => withoutNulls(row));
      }),
    listFacts: (span) => listFacts(database, span),
    async listDaysReadAfter(source, at) {
      const { day, sourceId, readAt } = spendReadings;
      const isAfter = and(eq(sourceId, source), gt(readAt, at));
      const rows = await database.all(
        build.selectDistinct({ day }).from(spendReadings).where(isAfter).orderBy(day),
      );
      return rows.map((row) => row.day);
    },
    listRestated: (span) => listRestated(database, span),
    forget: ({ owner, name }) =>
      database.transaction(async (transaction) => {
        const isIt = and(await isSourceOf(transaction, owner), eq(spendSources.name, name));
        return (await transaction.run(build.delete(spendSources).where(isIt))) > 0;
      }),
  };
}

async function save(
  transaction: Transaction,
  owner: SpendOwner,
  { source, reading, provider = {} }: ReadSource,
): Promise<readonly Day[]> {
  await adoptSources(transaction, owner);
  const row = { ...source, ...readingColumns(reading, provider) };
  const sourceId = await keepSource(transaction, owner, row);
  const replaced: Day[] = [];
  for (const [day, facts] of reading.days) {
    const dayReading = { sourceId, day, readAt: reading.readAt, facts };
    if (!(await keepReading(transaction, dayReading))) replaced.push(day);
  }
  return replaced;
}

async function listFacts(
  connection: Connection,
  { sources, from, until }: SpendSpan,
): Promise<FactOfSource[]> {
  const { amount: _, sourceId: source, ...columns } = getTableColumns(spendFacts);
  const isIn = and(isAmong(spendFacts.sourceId, asList(sources)), within(spendFacts.day, from, until));
  const rows = await connection.all(
    build
      .select({ source, ...columns, amount: sql<string>`cast(${spendFacts.amount} as text)` })
      .from(spendFacts)
      .where(isIn)
      .orderBy(...Object.values(columns), source),
  );
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

async function listRestated(
  connection: Connection,
  { sources, from, until }: SpendSpan,
): Promise<RestatedOfSource[]> {
  const { sourceId, day, readAt } = spendReadings;
  const isIn = and(isAmong(sourceId, asList(sources)), within(day, from, until));
  const rows = await connection.all(
    build.select().from(spendReadings).where(isIn).orderBy(day, sourceId, readAt),
  );
  return rows.flatMap((row, index) => changesBetween(rows[index - 1], row));
}

function within(column: typeof spendFacts.day | typeof spendReadings.day, from: Day, until: Day) {
  return and(gte(column, from), lt(column, until));
}
