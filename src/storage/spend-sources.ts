import { and, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import type { ProviderState, SpendReading, SpendSource } from "../domain/spend/source.ts";
import type { Database } from "./database.ts";
import { matches } from "./rows.ts";
import { installations } from "./schema/repositories.ts";
import { spendSources } from "./schema/spend.ts";

/** The owner of a source: an installation, or `undefined` where the app is not installed yet. */
export type SpendOwner = number | undefined;

/** Deletes the sources without an owner once there is no installation: they belonged to the last one. */
export function forgetSpendOfNobody(writer: Pick<Database, "select" | "delete">): void {
  if (writer.select({ id: installations.id }).from(installations).limit(1).get() !== undefined) return;
  writer.delete(spendSources).where(isNull(spendSources.installationId)).run();
}

type Writer = Pick<Database, "select" | "insert" | "update" | "delete">;
type Row = Partial<typeof spendSources.$inferInsert>;

/** Gives the sources without an owner to the only installation, unless it has a source with the same name. */
export function adoptSources(writer: Writer, owner: SpendOwner): void {
  if (owner === undefined || !isOnly(writer, owner)) return;
  const isTaken = sql`exists (select 1 from spend_sources other where other.installation_id = ${owner} and other.name = ${spendSources.name})`;
  writer
    .update(spendSources)
    .set({ installationId: owner })
    .where(and(isNull(spendSources.installationId), sql`not ${isTaken}`))
    .run();
}

/** Inserts or updates a source, and returns its id. Of several last complete days the latest stays. */
export function keepSource(writer: Writer, owner: SpendOwner, source: Row & SpendSource): number {
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
export function isSourceOf(reader: Pick<Database, "select">, owner: SpendOwner): SQL | undefined {
  const isNobodys = isNull(spendSources.installationId);
  if (owner === undefined) return isNobodys;
  const isOwners = eq(spendSources.installationId, owner);
  return isOnly(reader, owner) ? or(isOwners, isNobodys) : isOwners;
}

function isOnly(reader: Pick<Database, "select">, owner: number): boolean {
  const first = reader.select({ id: installations.id }).from(installations).limit(2).all();
  return first.length === 1 && first[0]?.id === owner;
}
