import { integer, sqliteTable } from "drizzle-orm/sqlite-core";
import { time } from "./columns.ts";

/** One row: when the server last wrote, to see that it can. */
export const heartbeats = sqliteTable("heartbeats", {
  id: integer("id").primaryKey(),
  at: time("at").notNull(),
});
