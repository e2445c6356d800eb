import { primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { KeptEvidence } from "../../domain/attribution/change-attribution.ts";
import { flag, list, time } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** What git-ai's notes declare of commits; of a note that declares nothing there is no row. */
export const notes = sqliteTable(
  "notes",
  {
    repositoryId: repositoryId(),
    sha: text("sha").notNull(),
    evidence: list<KeptEvidence>("evidence").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.sha] })],
);

/** Whether repositories have notes at all. */
export const noteRefs = sqliteTable("note_refs", {
  repositoryId: repositoryId().primaryKey(),
  isThere: flag("is_there").notNull(),
  /** When GitHub was asked last. */
  askedAt: time("asked_at").notNull(),
});
