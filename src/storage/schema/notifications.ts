import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { NotificationFormat, NotificationMessage } from "../../domain/notification.ts";
import { json, time } from "./columns.ts";
import { installations, repositories } from "./repositories.ts";

/** Written out, since SQLite uses a partial index only for a condition that it can read. */
export const IS_UNFINISHED = sql`message is not null`;

/** The notifications of digests and alerts: one of each, sent or not. */
export const notifications = sqliteTable(
  "notifications",
  {
    /** A random id, by which a receiver recognizes a repeated request. */
    id: text("id").primaryKey(),
    installationId: integer("installation_id")
      .notNull()
      .references(() => installations.id, { onDelete: "cascade" }),
    /** The repository of the digest; absent for an alert. */
    repositoryId: integer("repository_id").references(() => repositories.id, { onDelete: "cascade" }),
    /** The kind and its subject, of which there is one notification: `digest repository 7 2026-W44`. */
    subject: text("subject").notNull().unique(),
    format: text("format").$type<NotificationFormat>().notNull(),
    /** The content, until it is sent or given up. */
    message: json<NotificationMessage>("message"),
    createdAt: time("created_at").notNull(),
    /** The start of a try whose result is not stored: the request may have arrived. */
    begunAt: time("begun_at"),
    attempts: integer("attempts").notNull().default(0),
    dueAt: time("due_at").notNull(),
    sentAt: time("sent_at"),
    givenUpAt: time("given_up_at"),
    /** The reason of the last failure: a status, or the code of an error. */
    problem: text("problem"),
  },
  (table) => [index("notifications_due").on(table.dueAt).where(IS_UNFINISHED)],
);
