import { and, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import type { ProviderState, SpendReading, SpendSource } from "../domain/spend/source.ts";
import { matches } from "./rows.ts";
import { installations } from "./schema/repositories.ts";
import { spendSources } from "./schema/spend.ts";
import type { Connection, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** The owner of a source: an installation, or `undefined` where the app is not installed yet. */
export type SpendOwner = number | undefined;

/** Deletes the sources without an owner once there is no installation: they belonged to the last one. */
export async function forgetSpendOfNobody(transaction: Transaction): Promise<void> {
  if ((await transaction.one(FIRST_TWO)) !== undefined) return;
  await transaction.run(build.delete(spendSources).where(isNull(spendSources.installationId)));
}

type Row = Partial<typeof spendSources.$inferInsert>;

const FIRST_TWO = build.select({ id: installations.id }).from(installations).limit(2);

/** Gives the sources without an owner to the only installation, unless it has a source with the same name. */
export async function adoptSources(transaction: Transaction, owner: SpendOwner): Promise<void> {
  if (owner === undefined || !(await isOnly(transaction, owner))) return;
  const isTaken = sql`exists (select 1 from spend_sources other where other.installation_id = ${owner} and other.name = ${spendSources.name})`;
  const isFree = and(isNull(spendSources.installationId), sql`not ${isTaken}`);
  await transaction.run(build.update(spendSources).set({ installationId: owner }).where(isFree));
}

/** Inserts or updates a source, and returns its id. Of several last complete days the latest stays. */
export async function keepSource(
  transaction: Transaction,
  owner: SpendOwner,
  source: Row & SpendSource,
): Promise<number> {
  const before = await transaction.one(
    build
      .select()
      .from(spendSources)
      .where(and(matches(spendSources, { name: source.name }), isOwnedBy(owner))),
  );
  if (before === undefined) {
    const row = { ...source, installationId: owner ?? null };
    const inserted = build.insert(spendSources).values(row).returning({ id: spendSources.id });
    const [{ id }] = (await transaction.all(inserted)) as [{ id: number }];
    return id;
  }
  const isOlder = before.readAt !== null && source.readAt != null && source.readAt < before.readAt;
  const readThrough =
    [before.readThrough, source.readThrough]
      .filter((day) => day != null)
      .sort()
      .at(-1) ?? null;
  const row = isOlder ? { readThrough } : { ...source, readThrough };
  await transaction.run(build.update(spendSources).set(row).where(eq(spendSources.id, before.id)));
  return before.id;
}

/** The columns of a source after a reading. */
export function readingColumns(
  { readAt, readThrough, refreshedAt }: SpendReading,
  provider: ProviderState,
): Row {
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

/** The condition that a source belongs to an owner. */
export async function isSourceOf(connection: Connection, owner: SpendOwner): Promise<SQL | undefined> {
  const isIts = isOwnedBy(owner);
  if (owner === undefined || !(await isOnly(connection, owner))) return isIts;
  return or(isIts, isOwnedBy(undefined));
}

function isOwnedBy(owner: SpendOwner): SQL {
  return owner === undefined ? isNull(spendSources.installationId) : eq(spendSources.installationId, owner);
}

async function isOnly(connection: Connection, owner: number): Promise<boolean> {
  const first = await connection.all(FIRST_TWO);
  return first.length === 1 && first[0]?.id === owner;
}
