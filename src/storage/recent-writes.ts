import { sql } from "drizzle-orm";
import { HOUR_MS, MINUTE_MS } from "../domain/durations.ts";
import { installations } from "./schema/repositories.ts";
import { recentWrites } from "./schema/waits.ts";
import type { SqlDatabase, Transaction } from "./sql/handle.ts";
import { build, template } from "./sql/query.ts";
import { Turns } from "./sql/turns.ts";
import { STORE_NOW } from "./store-time.ts";

/** The kind of a write to GitHub. */
type WriteKind = (typeof recentWrites.$inferSelect)["kind"];

/** The most writes of an installation within any hour, and the shortest time between two, in milliseconds. */
interface WriteQuota {
  /** All kinds together. */
  readonly total: number;
  /** Issues. */
  readonly issues: number;
  readonly apartMs: number;
}

/** A write to be counted. */
interface WriteRequest {
  readonly installationId: number;
  readonly kind: WriteKind;
  readonly quota: WriteQuota;
  /** This machine's time, in milliseconds since 1970; of use where the database has no clock. */
  readonly now: number;
}

/** The answer to a request to write. */
interface CountedWrite {
  /** The wait for the quota in milliseconds; 0 when the write is counted, and may be sent. */
  readonly wait: number;
  /** The time to wait before sending it, so that all servers together keep writes apart. */
  readonly pause: number;
  /** The number under which it is counted; absent when it is not. */
  readonly sequence?: number;
}

/** The recent writes to GitHub, counted in the quota of each installation by all servers of a store together. */
export interface RecentWriteStore {
  /** Counts a write if the quota has room. An installation that is not stored has no quota. */
  count(request: WriteRequest): Promise<CountedWrite>;
  /** Uncounts a write that GitHub refused. */
  takeBack(sequence: number): Promise<void>;
  /** Deletes the writes that count no more. */
  forget(now: Date): Promise<void>;
}

/** Writes that are counted ahead of time are not further away; a time that is came from a wrong clock. */
const FURTHEST_AHEAD_MS = 10 * MINUTE_MS;

const ID = sql`cast(${sql.placeholder("installationId")} as bigint)`;
const AT = sql`cast(${sql.placeholder("at")} as bigint)`;
const nthNewest = (n: string, isSo = sql`true`) => sql`(select at from recent_writes
  where installation_id = ${ID} and ${isSo} order by at desc limit 1 offset cast(${sql.placeholder(n)} as bigint) - 1)`;

interface Counts {
  readonly now: number;
  readonly isKnown: number;
  readonly last: number | null;
  /** The time of the write that must be an hour old, of all and of issues; null when there are fewer. */
  readonly oldest: number | null;
  readonly oldestIssue: number | null;
}

const COUNTS = template<Counts>(sql`select ${STORE_NOW} as now,
  exists (select 1 from ${installations} where ${installations.id} = ${ID}) as "isKnown",
  (select max(at) from recent_writes where installation_id = ${ID}) as last,
  ${nthNewest("total")} as oldest,
  ${nthNewest("issues", sql`kind = 'issue'`)} as "oldestIssue"`);
const INSERT = template<{
  readonly sequence: number;
}>(sql`insert into recent_writes (installation_id, kind, at)
  values (${ID}, cast(${sql.placeholder("kind")} as text), ${AT}) returning sequence`);
const DELETE_OLD = build
  .delete(recentWrites)
  .where(
    sql`${recentWrites.installationId} = ${ID} and ${recentWrites.at} <= ${AT} - ${sql.raw(`${HOUR_MS}`)}`,
  );
const LOWER = build
  .update(recentWrites)
  .set({ at: sql`${AT}` })
  .where(sql`${recentWrites.installationId} = ${ID} and ${recentWrites.at} > ${AT}`);
const TAKE_BACK = build.delete(recentWrites).where(sql`sequence = ${sql.placeholder("sequence")}`);
const FORGET = build
  .delete(recentWrites)
  .where(sql`${recentWrites.at} <= ${STORE_NOW} - ${sql.raw(`${HOUR_MS}`)}`);

/** Stores recent writes. */
export function createRecentWriteStore(database: SqlDatabase): RecentWriteStore {
  // Otherwise the requests of this process would meet conflicts with each other.
  const turns = new Turns();
  return {
    count: (request) => turns.run(() => database.transaction((transaction) => count(transaction, request))),
    async takeBack(sequence) {
      await database.run(TAKE_BACK, { sequence });
    },
    async forget(now) {
      await database.run(FORGET, { now: now.getTime(), machineNow: Date.now() });
    },
  };
}

async function count(
  transaction: Transaction,
  { installationId, kind, quota, now: machineNow }: WriteRequest,
): Promise<CountedWrite> {
  const { total, issues, apartMs } = quota;
  // Both are this machine's time, so what is left of it is the database's.
  const asked = { installationId, total, issues, now: machineNow, machineNow };
  const found = await transaction.one(COUNTS, asked);
  if (found === undefined || !found.isKnown) return { wait: 0, pause: 0 };
  const { now } = found;
  if (found.last !== null && found.last > now + FURTHEST_AHEAD_MS) {
    await transaction.run(LOWER, { installationId, at: now });
    return count(transaction, { installationId, kind, quota, now: machineNow });
  }
  const oldest = Math.max(found.oldest ?? 0, kind === "issue" ? (found.oldestIssue ?? 0) : 0);
  const wait = oldest + HOUR_MS - now;
  if (wait > 0) return { wait, pause: 0 };
  const at = Math.max(now, (found.last ?? 0) + apartMs);
  await transaction.run(DELETE_OLD, { installationId, at: now });
  const { sequence } = (await transaction.one(INSERT, { installationId, kind, at })) ?? {};
  return { wait: 0, pause: at - now, ...(sequence !== undefined && { sequence }) };
}
