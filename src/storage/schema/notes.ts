import { primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { KeptEvidence } from "../../domain/attribution/change-attribution.ts";
import { flag, list, time } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** The evidence in git-ai's notes. A note without evidence has no row. */
export const notes = sqliteTable(
  "notes",
  {
    repositoryId: repositoryId(),
    sha: text("sha").notNull(),
    evidence: list<KeptEvidence>("evidence").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.sha] })],
);

/** Whether repositories have notes. */
export const noteRefs = sqliteTable("note_refs", {
  repositoryId: repositoryId().primaryKey(),
  isThere: flag("is_there").notNull(),
  /** The time of the last request to GitHub. */
  askedAt: time("asked_at").notNull(),
});
