import { and, eq, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { asList, isAmong } from "./among.ts";
import { greatest } from "./expressions.ts";
import { findAllRelated } from "./related.ts";
import { matches, placeholders } from "./rows.ts";
import { changeCommits, changes } from "./schema/changes.ts";
import { checkRuns } from "./schema/published.ts";
import { findRepeatedBy } from "./side-rows.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** The key of one of our check runs. */
export interface CheckRunKey {
  readonly repositoryId: number;
  readonly headSha: string;
  readonly number: number;
}

/** The time at which a check run became stale, and how to update it. */
interface StaleOptions {
  readonly at: Date;
  /** Whether it comes before the check runs of merged changes. */
  readonly isUrgent: boolean;
  /** Whether it is written even when nothing changed. */
  readonly isForced?: boolean;
  /** Whether it is on the head of a merge queue's branch. */
  readonly isQueueHead?: boolean;
}

/** The check runs that may show an outdated state. */
export interface CheckRunMarks {
  /** Marks the check run of a pull request's head for an update; `isForced` writes it even when nothing changed. */
  markStale(key: CheckRunKey, options: StaleOptions): Promise<void>;
  /** Marks the check runs of all open pull requests of a repository, since their requirements changed. */
  markOpenStale(repositoryId: number, at: Date): Promise<void>;
  /** Marks the check runs of the merged changes that some commits carry, and of all related changes. */
  markCarriedStale(repositoryId: number, shas: readonly string[], at: Date): Promise<void>;
  /** Marks the check runs of all merged changes that can still change, since time alone can change them. */
  markMergedStale(at: Date): Promise<void>;
}

/** A second mark within one millisecond must differ from the mark that is being processed. */
const later = (at: SQLWrapper) => greatest(at, sql`coalesce(${checkRuns.staleSince} + 1, 0)`);

const AT = sql`cast(${sql.placeholder("at")} as bigint)`;
const MARK_STALE = build
  .insert(checkRuns)
  .values({
    ...placeholders("repositoryId", "headSha", "number", "isQueueHead", "isUrgent"),
    staleSince: sql`${AT}`,
  })
  .onConflictDoUpdate({
    target: [checkRuns.repositoryId, checkRuns.headSha, checkRuns.number],
    set: {
      staleSince: later(AT),
      isUrgent: sql`excluded.is_urgent`,
      attempts: 0,
      retryAt: null,
      shown: sql`case when ${sql.placeholder("isForced")} = 1 then null else ${checkRuns.shown} end`,
    },
  });

const isHeadOf = (state: "open" | "merged") => sql`exists (select 1 from ${changes}
  where ${changes.repositoryId} = ${checkRuns.repositoryId} and ${changes.id} = '#' || ${checkRuns.number}
    and ${changes.headSha} = ${checkRuns.headSha}
    and ${state === "open" ? sql`${changes.state} = 'open'` : sql`${changes.mergedAt} is not null`})`;

/** The changes that some commits carry. */
const CARRIED = build
  .select({ id: changeCommits.changeId })
  .from(changeCommits)
  .where(
    and(
      matches(changeCommits, { ...placeholders("repositoryId"), role: "carrier" }),
      isAmong(changeCommits.sha, sql.placeholder("shas")),
    ),
  );

/** Marks check runs. */
export function createCheckRunMarks(database: SqlDatabase): CheckRunMarks {
  return {
    async markStale(key, { at, isUrgent, isForced = false, isQueueHead = false }) {
      const { repositoryId, headSha, number } = key;
      const said = { at: at.getTime(), isUrgent, isForced: Number(isForced), isQueueHead };
      await database.run(MARK_STALE, { repositoryId, headSha, number, ...said });
    },
    markCarriedStale: (repositoryId, shas, at) =>
      database.transaction(async (transaction) => {
        const carried = await transaction.all(CARRIED, { repositoryId, shas: asList(shas) });
        const ids = await findAllRelated(transaction, repositoryId, [
          ...carried.map(({ id }) => id),
          ...(await findRepeatedBy(transaction, repositoryId, shas)),
        ]);
        const numbers = [...ids].filter((id) => id.startsWith("#")).map((id) => Number(id.slice(1)));
        if (numbers.length === 0) return;
        const isIts = eq(checkRuns.repositoryId, repositoryId);
        const isMoved = and(isIts, isAmong(checkRuns.number, asList(numbers)));
        await markStale(transaction, and(isMoved, isHeadOf("merged")), at);
      }),
    markOpenStale: (repositoryId, at) =>
      markStale(database, and(eq(checkRuns.repositoryId, repositoryId), isHeadOf("open")), at),
    markMergedStale: (at) => markStale(database, and(eq(checkRuns.isFinal, false), isHeadOf("merged")), at),
  };
}

async function markStale(connection: Connection, which: SQL | undefined, at: Date): Promise<void> {
  const staleSince = later(sql`cast(${at.getTime()} as bigint)`);
  const set = { staleSince, isUrgent: false, attempts: 0, retryAt: null };
  await connection.run(build.update(checkRuns).set(set).where(which));
}
