import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { time } from "./columns.ts";
import { installations } from "./repositories.ts";

/** What waits, and until when; all servers of a store wait for the same. */
export const waits = sqliteTable(
  "waits",
  {
    /** What waits. */
    name: text("name").notNull(),
    /** The id of the repository that waits; or of the installation, negated; 0 where all wait. */
    key: integer("key").notNull(),
    /** The end of the wait, by the database's clock. */
    until: time("until").notNull(),
    /** The number of failures in a row that led to it. */
    failures: integer("failures").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.name, table.key] })],
);

/** The content created or edited on GitHub within the last hour, counted in the quota of each installation. */
export const recentWrites = sqliteTable(
  "recent_writes",
  {
    sequence: integer("sequence").primaryKey({ autoIncrement: true }),
    installationId: integer("installation_id")
      .notNull()
      .references(() => installations.id, { onDelete: "cascade" }),
    kind: text("kind").$type<"issue" | "check-run">().notNull(),
    /** The time of the write, by the database's clock. */
    at: time("at").notNull(),
  },
  (table) => [index("recent_writes_by_time").on(table.installationId, table.at)],
);
