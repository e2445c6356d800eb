import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { BackfillPhase, BackfillState, KnownStretch, Paging } from "../../domain/records/backfill.ts";
import { json, list, time } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** Written out, since SQLite uses a partial index only for a condition that it can read. */
export const IS_RUNNING = sql`state = 'running'`;

/** How far the past of each repository has been read. */
export const backfills = sqliteTable(
  "backfills",
  {
    repositoryId: repositoryId().primaryKey(),
    state: text("state").$type<BackfillState>().notNull(),
    /** From when on the past is read. */
    since: time("since").notNull(),
    startedAt: time("started_at").notNull(),
    /** When it was last over; kept while it is read anew. */
    finishedAt: time("finished_at"),
    phase: text("phase").$type<BackfillPhase>().notNull(),
    /** Where the phase goes on; absent at its beginning. */
    cursor: text("cursor"),
    /** How many pull requests are asked for at once. */
    paging: json<Paging>("paging").notNull(),
    /** The stretch of the default branch that is read. */
    stretch: json<KnownStretch>("stretch"),
    /** How many pull requests were read, and about how many there are. */
    done: integer("done").notNull(),
    total: integer("total"),
    /** How often the page at hand failed. */
    attempts: integer("attempts").notNull(),
    dueAt: time("due_at").notNull(),
    /** What could not be read, and why. */
    problems: list<string>("problems").notNull(),
  },
  (table) => [index("backfills_due").on(table.dueAt, table.repositoryId).where(IS_RUNNING)],
);
