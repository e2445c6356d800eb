import { and, asc, eq, getTableColumns, gt, gte, lt, sql } from "drizzle-orm";
import type { FactOfSource } from "../domain/spend/combination.ts";
import type { Day } from "../domain/spend/fact.ts";
import type { KnownSource, ProviderState, SpendReading, SpendSource } from "../domain/spend/source.ts";
import type { RestatedOfSource } from "../domain/spend/tool-spend.ts";
import { asList, isAmong } from "./among.ts";
import type { Database } from "./database.ts";
import { withoutNulls } from "./rows.ts";
import { spendFacts, spendReadings, spendSources } from "./schema/spend.ts";
import { changesBetween, keepReading } from "./spend-readings.ts";
import { adoptSources, isSourceOf, keepSource, readingColumns, type SpendOwner } from "./spend-sources.ts";

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

/** The money that AI tools cost. */
export interface SpendStore {
  /**
   * Stores a reading of a source, and the state of its provider. Returns the days that a later reading has replaced
   * already.
   *
   * The same readings in any order, once or more often, make the same facts.
   */
  save(
    owner: SpendOwner,
    of: { readonly source: SpendSource; readonly reading: SpendReading; readonly provider?: ProviderState },
  ): Promise<readonly Day[]>;
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

/** Stores spend in SQLite. */
export function createSpendStore(database: Database): SpendStore {
  return {
    async save(owner, { source, reading, provider = {} }) {
      return database.transaction((transaction) => {
        adoptSources(transaction, owner);
        const sourceId = keepSource(transaction, owner, { ...source, ...readingColumns(reading, provider) });
        return [...reading.days].flatMap(([day, facts]) =>
          keepReading(transaction, { sourceId, day, readAt: reading.readAt, facts }) ? [] : [day],
        );
      });
    },
    async saveFailure(owner, source, error, failedAt) {
      database.transaction((transaction) => {
        adoptSources(transaction, owner);
        keepSource(transaction, owner, { ...source, error, failedAt });
      });
    },
    async list(owner) {
      return database
        .select()
        .from(spendSources)
        .where(isSourceOf(database, owner))
        .orderBy(asc(spendSources.name))
        .all()
        .map(({ installationId: _, ...row }) => withoutNulls(row));
    },
    listFacts: async (span) => readFacts(database, span),
    async listDaysReadAfter(source, at) {
      const { day, sourceId, readAt } = spendReadings;
      const isAfter = and(eq(sourceId, source), gt(readAt, at));
      const rows = database.selectDistinct({ day }).from(spendReadings).where(isAfter).orderBy(day).all();
      return rows.map((row) => row.day);
    },
    listRestated: async (span) => readRestated(database, span),
    async forget({ owner, name }) {
      const isIt = and(isSourceOf(database, owner), eq(spendSources.name, name));
      return database.delete(spendSources).where(isIt).run().changes > 0;
    },
  };
}

function readFacts(database: Database, { sources, from, until }: SpendSpan): FactOfSource[] {
  const { amount: _, sourceId: source, ...columns } = getTableColumns(spendFacts);
  const isIn = and(isAmong(spendFacts.sourceId, asList(sources)), within(spendFacts.day, from, until));
  return database
    .select({ source, ...columns, amount: sql<string>`cast(${spendFacts.amount} as text)` })
    .from(spendFacts)
    .where(isIn)
    .orderBy(...Object.values(columns), source)
    .all()
    .map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

function readRestated(database: Database, { sources, from, until }: SpendSpan): RestatedOfSource[] {
  const { sourceId, day, readAt } = spendReadings;
  const isIn = and(isAmong(sourceId, asList(sources)), within(day, from, until));
  const rows = database.select().from(spendReadings).where(isIn).orderBy(day, sourceId, readAt).all();
  return rows.flatMap((row, index) => changesBetween(rows[index - 1], row));
}

function within(column: typeof spendFacts.day | typeof spendReadings.day, from: Day, until: Day) {
  return and(gte(column, from), lt(column, until));
}
