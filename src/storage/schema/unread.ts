import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Lack, UnreadKind } from "../../domain/records/unread.ts";
import { flag, time } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** Written out, since SQLite uses a partial index only for a condition that it can read. */
export const IS_TO_BE_READ = sql`due_at is not null`;

/** What GitHub did not tell when it was asked, to be read again. */
export const unread = sqliteTable(
  "unread",
  {
    repositoryId: repositoryId(),
    kind: text("kind").$type<UnreadKind>().notNull(),
    /** A stretch of history (`base...head`), the id of a change or deployment, a tag, or a commit. */
    name: text("name").notNull(),
    /** The stretch of history that was asked for; of a tag or deployment, its name. */
    source: text("source").notNull(),
    /** What is recorded as not told; absent while nothing is recorded, since it is still being asked for. */
    lacks: text("lacks").$type<Lack>(),
    since: time("since").notNull(),
    triedAt: time("tried_at").notNull(),
    /** How often it was asked for, and how often GitHub answered that it cannot tell (5xx). */
    tries: integer("tries").notNull(),
    refusals: integer("refusals").notNull(),
    /** When it is read again; absent when nothing but an event has it read again. */
    dueAt: time("due_at"),
    /** Set when no deployment has it read again any more. */
    isOver: flag("is_over").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.kind, table.name] }),
    index("unread_due").on(table.dueAt).where(IS_TO_BE_READ),
  ],
);
