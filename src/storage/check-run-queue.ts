import { and, count, isNotNull, isNull, min } from "drizzle-orm";
import { isNotRefused, isWritable } from "./access.ts";
import { checkRuns, HAS_FAILED } from "./schema/published.ts";
import type { Connection } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** The check runs that are outdated on GitHub, where GitHub accepts writes. */
export interface CheckRunQueue {
  readonly stale: number;
  readonly oldestStaleSince: Date | undefined;
  /** The stale ones that failed at least once. */
  readonly failing: number;
  /** The ones that were given up after many failures. They are written after the next event of their change. */
  readonly failed: number;
}

// Refused writes wait until somebody changes something; `status` lists them separately.
const STALE = and(
  isNotNull(checkRuns.staleSince),
  isWritable(checkRuns.repositoryId),
  isNotRefused(checkRuns.repositoryId, "check-runs"),
);
const COUNT_STALE = build
  .select({ stale: count(), oldest: min(checkRuns.staleSince) })
  .from(checkRuns)
  .where(STALE);
const COUNT_FAILING = build.select({ count: count() }).from(checkRuns).where(and(STALE, HAS_FAILED));
const COUNT_FAILED = build
  .select({ count: count() })
  .from(checkRuns)
  .where(and(isNull(checkRuns.staleSince), HAS_FAILED));

/** Counts the outdated check runs. */
export async function loadCheckRunQueue(connection: Connection): Promise<CheckRunQueue> {
  const { stale = 0, oldest } = (await connection.one(COUNT_STALE)) ?? {};
  const failing = await connection.one(COUNT_FAILING);
  const failed = await connection.one(COUNT_FAILED);
  return {
    stale,
    oldestStaleSince: oldest ?? undefined,
    failing: failing?.count ?? 0,
    failed: failed?.count ?? 0,
  };
}
