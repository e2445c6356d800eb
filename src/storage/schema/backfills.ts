import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { BackfillPhase, BackfillState, KnownRange, Paging } from "../../domain/records/backfill.ts";
import { json, list, time } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** Written out, since SQLite uses a partial index only for a condition that it can read. */
export const IS_RUNNING = sql`state = 'running'`;

/** The progress of each repository's backfill. */
export const backfills = sqliteTable(
  "backfills",
  {
    repositoryId: repositoryId().primaryKey(),
    state: text("state").$type<BackfillState>().notNull(),
    /** The time from which the past is read. */
    since: time("since").notNull(),
    startedAt: time("started_at").notNull(),
    /** The end of the last complete run; kept while the past is read again. */
    finishedAt: time("finished_at"),
    /** The time before which an earlier version read merged pull requests only; absent where none did. */
    mergedOnlyBefore: time("merged_only_before"),
    phase: text("phase").$type<BackfillPhase>().notNull(),
    /** The place at which the phase continues; absent at its beginning. */
    cursor: text("cursor"),
    /** The number of pull requests on a page. */
    paging: json<Paging>("paging").notNull(),
    /** The range of the default branch that is read. */
    knownRange: json<KnownRange>("stretch"),
    /** The number of pull requests that were read, and the approximate number of all. */
    done: integer("done").notNull(),
    total: integer("total"),
    /** The number of failures of the present page. */
    attempts: integer("attempts").notNull(),
    dueAt: time("due_at").notNull(),
    /** The parts that could not be read, with the reasons. */
    problems: list<string>("problems").notNull(),
  },
  (table) => [index("backfills_due").on(table.dueAt, table.repositoryId).where(IS_RUNNING)],
);
