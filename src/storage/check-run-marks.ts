import { and, eq, type SQL, sql } from "drizzle-orm";
import { asList, isAmong } from "./among.ts";
import type { Database } from "./database.ts";
import { createRelatedReader } from "./related.ts";
import { matches, placeholders } from "./rows.ts";
import { changeCommits, changes } from "./schema/changes.ts";
import { checkRuns } from "./schema/published.ts";
import { createSideReader } from "./side-rows.ts";

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
const later = (at: Date) => sql`max(${at.getTime()}, coalesce(${checkRuns.staleSince} + 1, 0))`;

const MARK_STALE = `
  insert into check_runs (repository_id, head_sha, number, is_queue_head, stale_since, is_urgent)
  values (@repositoryId, @headSha, @number, @isQueueHead, @at, @isUrgent)
  on conflict (repository_id, head_sha, number) do update set
    stale_since = max(@at, coalesce(stale_since + 1, 0)), is_urgent = @isUrgent, attempts = 0, retry_at = null,
    shown = iif(@isForced, null, shown)`;

const isHeadOf = (state: "open" | "merged") => sql`exists (select 1 from ${changes}
  where ${changes.repositoryId} = ${checkRuns.repositoryId} and ${changes.id} = '#' || ${checkRuns.number}
    and ${changes.headSha} = ${checkRuns.headSha}
    and ${state === "open" ? sql`${changes.state} = 'open'` : sql`${changes.mergedAt} is not null`})`;

function markStale(writer: Pick<Database, "update">, which: SQL | undefined, at: Date): void {
  writer
    .update(checkRuns)
    .set({ staleSince: later(at), isUrgent: false, attempts: 0, retryAt: null })
    .where(which)
    .run();
}

/** Marks check runs in SQLite. */
export function createCheckRunMarks(database: Database): CheckRunMarks {
  const related = createRelatedReader(database);
  const sides = createSideReader(database);
  const markStaleOne = database.$client.prepare(MARK_STALE);
  const carriers = prepareCarriers(database);
  return {
    async markStale(key, { at, isUrgent, isForced = false, isQueueHead = false }) {
      const flags = {
        isUrgent: Number(isUrgent),
        isForced: Number(isForced),
        isQueueHead: Number(isQueueHead),
      };
      const { repositoryId, headSha, number } = key;
      markStaleOne.run({ repositoryId, headSha, number, at: at.getTime(), ...flags });
    },
    async markCarriedStale(repositoryId, shas, at) {
      database.transaction((transaction) => {
        const carried = carriers.all({ repositoryId, shas: asList(shas) });
        const ids = related.all(repositoryId, [
          ...carried.map(({ id }) => id),
          ...sides.repeatedBy(repositoryId, shas),
        ]);
        const numbers = [...ids].filter((id) => id.startsWith("#")).map((id) => Number(id.slice(1)));
        if (numbers.length === 0) return;
        const isMoved = and(
          eq(checkRuns.repositoryId, repositoryId),
          isAmong(checkRuns.number, asList(numbers)),
        );
        markStale(transaction, and(isMoved, isHeadOf("merged")), at);
      });
    },
    async markOpenStale(repositoryId, at) {
      markStale(database, and(eq(checkRuns.repositoryId, repositoryId), isHeadOf("open")), at);
    },
    async markMergedStale(at) {
      markStale(database, and(eq(checkRuns.isFinal, false), isHeadOf("merged")), at);
    },
  };
}

/** Prepares to find the changes that some commits carry. */
function prepareCarriers(database: Database) {
  const isCarrier = matches(changeCommits, { ...placeholders("repositoryId"), role: "carrier" });
  return database
    .select({ id: changeCommits.changeId })
    .from(changeCommits)
    .where(and(isCarrier, isAmong(changeCommits.sha, sql.placeholder("shas"))))
    .prepare();
}
