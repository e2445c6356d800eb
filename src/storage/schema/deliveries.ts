import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { time } from "./columns.ts";

/** Webhook deliveries, each done once. The payload is trimmed, and removed when the work is done. */
export const deliveries = sqliteTable(
  "deliveries",
  {
    sequence: integer("sequence").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique(),
    event: text("event").notNull(),
    installationId: integer("installation_id").notNull(),
    repositoryId: integer("repository_id"),
    payload: text("payload"),
    receivedAt: time("received_at").notNull(),
    status: text("status").$type<"pending" | "done" | "parked">().notNull(),
    attempts: integer("attempts").notNull().default(0),
    dueAt: time("due_at").notNull(),
    /** Why it was parked. */
    error: text("error"),
  },
  (table) => [index("deliveries_pending").on(table.sequence).where(sql`status = 'pending'`)],
);
