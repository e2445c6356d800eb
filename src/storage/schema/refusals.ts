import { primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { RefusalReason, Refused } from "../../domain/refusal.ts";
import { time } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** What GitHub refuses of each repository until somebody changes something. */
export const refusals = sqliteTable(
  "refusals",
  {
    repositoryId: repositoryId(),
    refused: text("refused").$type<Refused>().notNull(),
    reason: text("reason").$type<RefusalReason>().notNull(),
    /** Since when, for that reason. */
    since: time("since").notNull(),
    /** When GitHub is asked again, if no event makes that sooner. */
    askAgainAt: time("ask_again_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.refused] })],
);
