import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { MissingPart, UnreadKind } from "../../domain/records/unread.ts";
import { flag, time } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** Written out, since SQLite uses a partial index only for a condition that it can read. */
export const IS_TO_BE_READ = sql`due_at is not null`;

/** Facts that GitHub did not provide, to be requested again. */
export const unread = sqliteTable(
  "unread",
  {
    repositoryId: repositoryId(),
    kind: text("kind").$type<UnreadKind>().notNull(),
    /** A range (`base...head`), the id of a change or deployment, a tag, or a commit. */
    name: text("name").notNull(),
    /** The requested range; for a tag or deployment, its name. */
    source: text("source").notNull(),
    /**
     * The missing facts; absent while nothing is recorded, and the first requests continue. The column is older than its
     * name in the code.
     */
    missing: text("lacks").$type<MissingPart>(),
    since: time("since").notNull(),
    triedAt: time("tried_at").notNull(),
    /** The number of requests, and of answers that GitHub cannot provide it (5xx). */
    tries: integer("tries").notNull(),
    refusals: integer("refusals").notNull(),
    /** The time of the next request; absent when only an event causes one. */
    dueAt: time("due_at"),
    /** Set when deployments no longer cause a request. */
    isOver: flag("is_over").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.kind, table.name] }),
    index("unread_due").on(table.dueAt).where(IS_TO_BE_READ),
  ],
);
