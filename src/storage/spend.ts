import { and, asc, eq, getTableColumns, gt, gte, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { Day, SpendFact } from "../domain/spend/fact.ts";
import type {
  KnownSource,
  ProviderState,
  RestatedDay,
  SpendReading,
  SpendSource,
} from "../domain/spend/source.ts";
import { among, asList } from "./among.ts";
import type { Database } from "./database.ts";
import { matches, withoutNulls } from "./rows.ts";
import { installations } from "./schema/repositories.ts";
import { spendFacts, spendReadings, spendSources } from "./schema/spend.ts";
import { changesBetween, keepReading } from "./spend-readings.ts";

/** The owner of a source: an installation, or `undefined` where the app is not installed yet. */
export type SpendOwner = number | undefined;

/** The key of a source. */
export interface SourceKey {
  readonly owner: SpendOwner;
  readonly name: string;
}

/** Some sources, and the days from one to another one, which is left out. */
export interface SpendSpan {
  readonly sources: readonly number[];
  readonly from: Day;
  readonly until: Day;
}

/** A fact, and the id of its source. */
export type SourcedFact = SpendFact & { readonly source: number };

/** A restated day, and the id of its source. */
export type SourcedRestatement = RestatedDay & { readonly source: number };

/** The money that AI tools cost. */
export interface SpendStore {
  /**
   * Stores a reading of a source, and what its provider says. Returns the days that a later reading had replaced already.
   *
   * The same readings in any order, once or more often, make the same facts.
   */
  save(
    owner: SpendOwner,
    of: { readonly source: SpendSource; readonly reading: SpendReading; readonly provider?: ProviderState },
  ): Promise<readonly Day[]>;
  /** Records that a source could not be read. The next reading lifts it. */
  saveFailure(owner: SpendOwner, source: SpendSource, error: string, at: Date): Promise<void>;
  /** The sources of an owner by name. An only installation also has the sources that belong to nobody. */
  list(owner: SpendOwner): Promise<readonly KnownSource[]>;
  /** The facts of some sources, ordered by day. */
  facts(span: SpendSpan): Promise<readonly SourcedFact[]>;
  /** The days of which a source has a reading after a time. */
  daysReadAfter(source: number, at: Date): Promise<readonly Day[]>;
  /** The restated days of some sources, ordered by day and time. */
  restated(span: SpendSpan): Promise<readonly SourcedRestatement[]>;
  /** Deletes a source with all its facts. Returns whether there was one. */
  forget(key: SourceKey): Promise<boolean>;
}

/** Stores spend in SQLite. */
export function createSpendStore(database: Database): SpendStore {
  return {
    async save(owner, { source, reading, provider = {} }) {
      return database.transaction((transaction) => {
        adopt(transaction, owner);
        const sourceId = keepSource(transaction, owner, { ...source, ...said(reading, provider) });
        return [...reading.days].flatMap(([day, facts]) =>
          keepReading(transaction, { sourceId, day, readAt: reading.readAt, facts }) ? [] : [day],
        );
      });
    },
    async saveFailure(owner, source, error, failedAt) {
      database.transaction((transaction) => {
        adopt(transaction, owner);
        keepSource(transaction, owner, { ...source, error, failedAt });
      });
    },
    async list(owner) {
      return database
        .select()
        .from(spendSources)
        .where(isOf(database, owner))
        .orderBy(asc(spendSources.name))
        .all()
        .map(({ installationId: _, ...row }) => withoutNulls(row));
    },
    async facts({ sources, from, until }) {
      const { amount: _, sourceId: source, ...columns } = getTableColumns(spendFacts);
      const isIn = and(among(spendFacts.sourceId, asList(sources)), within(spendFacts.day, from, until));
      return database
        .select({ source, ...columns, amount: sql<string>`cast(${spendFacts.amount} as text)` })
        .from(spendFacts)
        .where(isIn)
        .orderBy(...Object.values(columns), source)
        .all()
        .map((row) => ({ ...row, amount: BigInt(row.amount) }));
    },
    async daysReadAfter(source, at) {
      const { day, sourceId, readAt } = spendReadings;
      const isAfter = and(eq(sourceId, source), gt(readAt, at));
      return database
        .selectDistinct({ day })
        .from(spendReadings)
        .where(isAfter)
        .orderBy(day)
        .all()
        .map((row) => row.day);
    },
    async restated({ sources, from, until }) {
      const isIn = and(
        among(spendReadings.sourceId, asList(sources)),
        within(spendReadings.day, from, until),
      );
      const { sourceId, day, readAt } = spendReadings;
      const rows = database.select().from(spendReadings).where(isIn).orderBy(day, sourceId, readAt).all();
      return rows.flatMap((row, index) => changesBetween(rows[index - 1], row));
    },
    async forget({ owner, name }) {
      const isIt = and(isOf(database, owner), eq(spendSources.name, name));
      return database.delete(spendSources).where(isIt).run().changes > 0;
    },
  };
}

/** Deletes the sources that belong to nobody once there is no installation: they were the last one's. */
export function forgetSpendOfNobody(writer: Pick<Database, "select" | "delete">): void {
  if (writer.select({ id: installations.id }).from(installations).limit(1).get() !== undefined) return;
  writer.delete(spendSources).where(isNull(spendSources.installationId)).run();
}

type Writer = Pick<Database, "select" | "insert" | "update" | "delete">;
type Row = Partial<typeof spendSources.$inferInsert>;

/** The sources that belong to nobody come to the only installation, unless it has one with the name. */
function adopt(writer: Writer, owner: SpendOwner): void {
  if (owner === undefined || !isOnly(writer, owner)) return;
  const isTaken = sql`exists (select 1 from spend_sources other where other.installation_id = ${owner} and other.name = ${spendSources.name})`;
  writer
    .update(spendSources)
    .set({ installationId: owner })
    .where(and(isNull(spendSources.installationId), sql`not ${isTaken}`))
    .run();
}

/** Inserts or updates a source, and returns its id. Of several last complete days the latest stays. */
function keepSource(writer: Writer, owner: SpendOwner, source: Row & SpendSource): number {
  const isIt = matches(spendSources, { name: source.name });
  const isOwners =
    owner === undefined ? isNull(spendSources.installationId) : eq(spendSources.installationId, owner);
  const before = writer.select().from(spendSources).where(and(isIt, isOwners)).get();
  if (before === undefined) {
    const row = { ...source, installationId: owner ?? null };
    return writer.insert(spendSources).values(row).returning({ id: spendSources.id }).get().id;
  }
  const isOlder = before.readAt !== null && source.readAt != null && source.readAt < before.readAt;
  const readThrough =
    [before.readThrough, source.readThrough]
      .filter((day) => day != null)
      .sort()
      .at(-1) ?? null;
  const row = isOlder ? { readThrough } : { ...source, readThrough };
  writer.update(spendSources).set(row).where(eq(spendSources.id, before.id)).run();
  return before.id;
}

/** The columns of a source after a reading. */
function said({ readAt, readThrough, refreshedAt }: SpendReading, provider: ProviderState): Row {
  return {
    readAt,
    readThrough,
    refreshedAt: refreshedAt ?? null,
    error: null,
    failedAt: null,
    hasHardLimit: provider.hasHardLimit ?? null,
    seats: provider.seats ?? null,
    activeSeats: provider.activeSeats ?? null,
  };
}

function isOf(reader: Pick<Database, "select">, owner: SpendOwner): SQL | undefined {
  const isNobodys = isNull(spendSources.installationId);
  if (owner === undefined) return isNobodys;
  const isOwners = eq(spendSources.installationId, owner);
  return isOnly(reader, owner) ? or(isOwners, isNobodys) : isOwners;
}

function isOnly(reader: Pick<Database, "select">, owner: number): boolean {
  const first = reader.select({ id: installations.id }).from(installations).limit(2).all();
  return first.length === 1 && first[0]?.id === owner;
}

function within(column: typeof spendFacts.day | typeof spendReadings.day, from: Day, until: Day) {
  return and(gte(column, from), lt(column, until));
}
