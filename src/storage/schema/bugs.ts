import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { time } from "./columns.ts";

/** Our bugs: the work that met them, and their place in the code. The table is older than their name in the code. */
export const bugs = sqliteTable(
  "mistakes",
  {
    /** The kind of work: `delivery push`, `check run`, `digest`. */
    work: text("work").notNull(),
    /** The error, and its place in our code, without values. */
    error: text("error").notNull(),
    firstAt: time("first_at").notNull(),
    lastAt: time("last_at").notNull(),
    times: integer("times").notNull(),
  },
  (table) => [primaryKey({ columns: [table.work, table.error] })],
);
