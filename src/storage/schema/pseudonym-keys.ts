import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { time } from "./columns.ts";

/** The keys of people's hashes that filled the store. The keys themselves are not stored. */
export const pseudonymKeys = sqliteTable("pseudonym_keys", {
  id: integer("id").primaryKey(),
  /** Distinguishes keys. */
  fingerprint: text("fingerprint").notNull(),
  since: time("since").notNull(),
});
