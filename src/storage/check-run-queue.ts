import { and, count, isNotNull, isNull, min, type SQL, sql } from "drizzle-orm";
import { isNotRefused, isWritable } from "./access.ts";
import type { Database } from "./database.ts";
import { checkRuns, HAS_FAILED } from "./schema/published.ts";

/** The check runs that are outdated on GitHub, where GitHub accepts writes. */
export interface CheckRunQueue {
  readonly stale: number;
  readonly oldestStaleSince: Date | undefined;
  /** The stale ones that failed at least once. */
  readonly failing: number;
  /** The ones that were given up after many failures. They are written after the next event of their change. */
  readonly failed: number;
}

/** Counts the outdated check runs. */
export function readCheckRunQueue(database: Database): CheckRunQueue {
  const countOf = (where: SQL | undefined) =>
    database.select({ count: count() }).from(checkRuns).where(where).get()?.count ?? 0;
  // Refused writes wait until somebody changes something; `status` lists them separately.
  const isStale = and(
    isNotNull(checkRuns.staleSince),
    isWritable(checkRuns.repositoryId),
    isNotRefused(checkRuns.repositoryId, "check-runs"),
  );
  const oldest = database
    .select({ since: min(checkRuns.staleSince) })
    .from(checkRuns)
    .where(isStale)
    .get();
  return {
    stale: countOf(isStale),
    oldestStaleSince: oldest?.since ?? undefined,
    failing: countOf(sql`${isStale} and ${HAS_FAILED}`),
    failed: countOf(sql`${isNull(checkRuns.staleSince)} and ${HAS_FAILED}`),
  };
}
