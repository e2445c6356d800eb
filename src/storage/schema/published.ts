import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Digest } from "../../domain/metric/digest.ts";
import { flag, time } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** Our check runs, one for each pull request head, and whether GitHub shows what it should. */
export const checkRuns = sqliteTable(
  "check_runs",
  {
    repositoryId: repositoryId(),
    headSha: text("head_sha").notNull(),
    number: integer("number").notNull(),
    /** GitHub's id; absent until its answer to the creation is stored. */
    checkRunId: integer("check_run_id"),
    /** When a creation was sent; with no id, its answer was lost and the run may exist. */
    createdAt: time("created_at"),
    /** A hash of what GitHub shows. */
    shown: text("shown"),
    /** Set while GitHub may show something old. */
    staleSince: time("stale_since"),
    /** Set when what it shows can change no more. */
    isFinal: flag("is_final").notNull().default(false),
    /** Open pull requests go first. */
    isUrgent: flag("is_urgent").notNull(),
    attempts: integer("attempts").notNull().default(0),
    retryAt: time("retry_at"),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.headSha, table.number] }),
    index("check_runs_by_number").on(table.repositoryId, table.number),
    index("check_runs_stale").on(table.isUrgent, table.staleSince).where(sql`stale_since is not null`),
  ],
);

export const digests = sqliteTable(
  "digests",
  {
    repositoryId: repositoryId(),
    week: text("week").notNull(),
    issueNumber: integer("issue_number").notNull(),
    /** A hash of what GitHub shows. */
    shown: text("shown").notNull(),
    publishedAt: time("published_at").notNull(),
    /** The normalized deployments that it shows; absent while its week was open. */
    total: integer("total"),
    /** Set when its week can change no more. */
    isFinal: flag("is_final").notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.week] })],
);

/** The digests of weeks that are sealed. */
export const sealedWeeks = sqliteTable(
  "sealed_weeks",
  {
    repositoryId: repositoryId(),
    week: text("week").notNull(),
    digest: text("digest", { mode: "json" }).$type<Digest>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.week] })],
);
