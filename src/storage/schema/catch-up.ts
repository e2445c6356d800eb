import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { time } from "./columns.ts";

/** The end of the part of GitHub's log that was read; one row. */
export const deliveryLog = sqliteTable("delivery_log", {
  id: integer("id").primaryKey(),
  readUntil: time("read_until").notNull(),
});

/** Deliveries that GitHub was asked to send again. */
export const askedDeliveries = sqliteTable("asked_deliveries", {
  /** GitHub's `x-github-delivery`, the same for each attempt. */
  id: text("id").primaryKey(),
  at: time("at").notNull(),
});
