import { integer, primaryKey, sqliteTable } from "drizzle-orm/sqlite-core";
import { time } from "./columns.ts";

/** Deleted installations, kept for a while so that their late deliveries are not stored. */
export const removedInstallations = sqliteTable("removed_installations", {
  id: integer("id").primaryKey(),
  at: time("at").notNull(),
});

/** Repositories that an installation no longer covers, kept for as long. */
export const removedRepositories = sqliteTable(
  "removed_repositories",
  {
    installationId: integer("installation_id").notNull(),
    id: integer("id").notNull(),
    at: time("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.installationId, table.id] })],
);
