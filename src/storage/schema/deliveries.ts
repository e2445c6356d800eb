import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { time } from "./columns.ts";

/** Written out, since SQLite uses a partial index only for a condition that it can read. */
export const IS_PENDING = sql`status = 'pending'`;
/** Written out like the other. */
export const IS_PARKED = sql`status = 'parked'`;

/** Webhook deliveries, each processed once. The payload is trimmed, and removed when the work is done. */
export const deliveries = sqliteTable(
  "deliveries",
  {
    sequence: integer("sequence").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique(),
    event: text("event").notNull(),
    installationId: integer("installation_id").notNull(),
    repositoryId: integer("repository_id"),
    /** See `partitionKey`. */
    partition: integer("lane").generatedAlwaysAs(sql`coalesce(repository_id, -installation_id)`, {
      mode: "virtual",
    }),
    payload: text("payload"),
    receivedAt: time("received_at").notNull(),
    status: text("status").$type<"pending" | "done" | "parked">().notNull(),
    /** The number of its failures. */
    attempts: integer("attempts").notNull().default(0),
    /** The time at which it is due; for a parked delivery, the time of parking. */
    dueAt: time("due_at").notNull(),
    /** The reason for parking. */
    error: text("error"),
    /** The version that did not understand it; null when it was parked for another reason. */
    notUnderstoodBy: text("not_understood_by"),
  },
  (table) => [
    index("deliveries_due").on(table.partition, table.dueAt, table.sequence).where(IS_PENDING),
    index("deliveries_parked").on(table.dueAt).where(IS_PARKED),
  ],
);
