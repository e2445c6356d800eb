import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { time } from "./columns.ts";

/** The keys of people's hashes that the store was filled with; never a key itself. */
export const pseudonymKeys = sqliteTable("pseudonym_keys", {
  id: integer("id").primaryKey(),
  /** Tells one key from another. */
  fingerprint: text("fingerprint").notNull(),
  since: time("since").notNull(),
});
