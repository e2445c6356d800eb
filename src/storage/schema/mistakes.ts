import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { time } from "./columns.ts";

/** Mistakes of ours: which work met them, and where in the code. */
export const mistakes = sqliteTable(
  "mistakes",
  {
    /** Which kind of work: `delivery push`, `check run`, `digest`. */
    work: text("work").notNull(),
    /** What went wrong, and where in our code, without a value. */
    error: text("error").notNull(),
    firstAt: time("first_at").notNull(),
    lastAt: time("last_at").notNull(),
    times: integer("times").notNull(),
  },
  (table) => [primaryKey({ columns: [table.work, table.error] })],
);
