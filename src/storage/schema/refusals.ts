import { primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { RefusalReason, Refused } from "../../domain/refusal.ts";
import { time } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** The refusals of GitHub for each repository, each until somebody changes something. */
export const refusals = sqliteTable(
  "refusals",
  {
    repositoryId: repositoryId(),
    refused: text("refused").$type<Refused>().notNull(),
    reason: text("reason").$type<RefusalReason>().notNull(),
    /** The beginning of the refusal for this reason. */
    since: time("since").notNull(),
    /** The time of the next try, if no event comes before. */
    askAgainAt: time("ask_again_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.refused] })],
);
