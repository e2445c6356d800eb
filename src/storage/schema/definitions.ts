import { integer, sqliteTable } from "drizzle-orm/sqlite-core";
import { time } from "./columns.ts";

/** The definitions of the metric by which changes were read. */
export const definitions = sqliteTable("definitions", {
  number: integer("number").primaryKey(),
  since: time("since").notNull(),
});
