import { integer, sqliteTable } from "drizzle-orm/sqlite-core";
import { time } from "./columns.ts";

/** One row: the last time at which the server tested that it can write. */
export const heartbeats = sqliteTable("heartbeats", {
  id: integer("id").primaryKey(),
  at: time("at").notNull(),
});
