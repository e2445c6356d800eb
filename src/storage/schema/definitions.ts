import { integer, sqliteTable } from "drizzle-orm/sqlite-core";
import { time } from "./columns.ts";

/** The definitions of the metric that changes were read by. */
export const definitions = sqliteTable("definitions", {
  number: integer("number").primaryKey(),
  since: time("since").notNull(),
});
