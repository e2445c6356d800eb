import { integer, primaryKey, sqliteTable } from "drizzle-orm/sqlite-core";
import { time } from "./columns.ts";

/** Installations that were deleted, kept for a while so that what still comes of them is not stored again. */
export const removedInstallations = sqliteTable("removed_installations", {
  id: integer("id").primaryKey(),
  at: time("at").notNull(),
});

/** Repositories that an installation does not cover any more, kept for as long. */
export const removedRepositories = sqliteTable(
  "removed_repositories",
  {
    installationId: integer("installation_id").notNull(),
    id: integer("id").notNull(),
    at: time("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.installationId, table.id] })],
);
