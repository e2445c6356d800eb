import { foreignKey, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { changes } from "./changes.ts";
import { flag, list, time } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** Pushes to the default branch. */
export const pushes = sqliteTable(
  "pushes",
  {
    repositoryId: repositoryId(),
    /** Its last commit. */
    after: text("after").notNull(),
    before: text("before").notNull(),
    at: time("at").notNull(),
    isForced: flag("is_forced").notNull(),
    /** Its commits, oldest first. */
    commits: list<string>("commits").notNull(),
  },
  (table) => [
    // A branch that was forced back ends with the last commit of an earlier push.
    primaryKey({ columns: [table.repositoryId, table.after, table.before] }),
    index("pushes_by_time").on(table.repositoryId, table.at),
  ],
);

/**
 * The pull requests that a push may have landed: its commits name them, or it has their patch.
 *
 * Some numbers are issues, and some claims are not true.
 */
export const landingClaims = sqliteTable(
  "landing_claims",
  {
    repositoryId: integer("repository_id").notNull(),
    /** The last commit of the push. */
    push: text("push").notNull(),
    number: integer("number").notNull(),
    /** The last of the commits that claim it. */
    sha: text("sha").notNull(),
    /** The commits that claim it, oldest first. */
    commits: list<string>("commits").notNull(),
    /** The commit before them; absent where they are the whole push. */
    baseSha: text("base_sha"),
    /** Their common content. For a part of a push it is read when the claim may be true. */
    patchId: text("patch_id"),
    contentId: text("content_id"),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.push, table.number, table.sha] }),
    index("landing_claims_by_number").on(table.repositoryId, table.number),
    foreignKey({
      columns: [table.repositoryId, table.push],
      foreignColumns: [changes.repositoryId, changes.id],
    }).onDelete("cascade"),
  ],
);
