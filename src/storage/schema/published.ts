import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Digest } from "../../domain/metric/digest.ts";
import type { DigestScope } from "../../domain/records/digest-place.ts";
import { flag, json, time } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** Written out, since SQLite uses a partial index only for a condition that it can read. */
export const IS_STALE = sql`stale_since is not null`;
/** Written out, since SQLite uses a partial index only for a condition that it can read. */
export const HAS_FAILED = sql`attempts > 0`;

/** Our check runs, one for each pull request head, and whether they are up to date. */
export const checkRuns = sqliteTable(
  "check_runs",
  {
    repositoryId: repositoryId(),
    headSha: text("head_sha").notNull(),
    number: integer("number").notNull(),
    /** GitHub's id; absent until its answer to the creation is stored. */
    checkRunId: integer("check_run_id"),
    /** The time of the request to create it. Without an id the answer was lost, and the run may exist. */
    createdAt: time("created_at"),
    /** A hash of the shown content. */
    shown: text("shown"),
    /** Set while GitHub may show an outdated state. */
    staleSince: time("stale_since"),
    /** Set when the content can no longer change. */
    isFinal: flag("is_final").notNull().default(false),
    /** Set for the head of a merge queue's branch. */
    isQueueHead: flag("is_queue_head").notNull().default(false),
    /** Open pull requests go first. */
    isUrgent: flag("is_urgent").notNull(),
    attempts: integer("attempts").notNull().default(0),
    retryAt: time("retry_at"),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.headSha, table.number] }),
    index("check_runs_by_number").on(table.repositoryId, table.number),
    index("check_runs_stale").on(table.isUrgent, table.staleSince).where(IS_STALE),
    index("check_runs_failed").on(table.staleSince).where(HAS_FAILED),
  ],
);

/**
 * The digest issues in each repository: one a week of its own, and one of its owner's where that is published there.
 */
export const digests = sqliteTable(
  "digests",
  {
    repositoryId: repositoryId(),
    scope: text("scope").$type<DigestScope>().notNull(),
    /** The week at whose end it was due. */
    week: text("week").notNull(),
    issueNumber: integer("issue_number").notNull(),
    /** A hash of its content. */
    shown: text("shown").notNull(),
    /** A hash of the written title and body. Somebody may have edited them since. */
    written: text("written").notNull(),
    publishedAt: time("published_at").notNull(),
    /** The week of its headline: the newest complete one, until its own week is complete. */
    headline: text("headline").notNull(),
    /** Set when its content can no longer change. */
    isFinal: flag("is_final").notNull().default(false),
    /** Set when it was closed for the next one. Somebody may have reopened it since. */
    isClosed: flag("is_closed").notNull().default(false),
    /** The time from which the issue is left alone, because somebody deleted, moved, or locked it. */
    leftAt: time("left_at"),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.scope, table.week] })],
);

/** The normalized deployments of weeks that were no longer open, as the digests in a repository published them. */
export const publishedTotals = sqliteTable(
  "published_totals",
  {
    repositoryId: repositoryId(),
    scope: text("scope").$type<DigestScope>().notNull(),
    week: text("week").notNull(),
    first: integer("first").notNull(),
    latest: integer("latest").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.scope, table.week] })],
);

/** The digests of sealed weeks. */
export const sealedWeeks = sqliteTable(
  "sealed_weeks",
  {
    repositoryId: repositoryId(),
    week: text("week").notNull(),
    digest: json<Digest>("digest").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.week] })],
);
