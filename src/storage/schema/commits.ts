import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Attribution } from "../../domain/attribution/attribution.ts";
import type { KeptEvidence, KeptHint } from "../../domain/attribution/change-attribution.ts";
import { flag, list } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** The commit graph, with what each commit declares. */
export const commits = sqliteTable(
  "commits",
  {
    repositoryId: repositoryId(),
    sha: text("sha").notNull(),
    parents: list<string>("parents").notNull(),
    tree: text("tree"),
    attribution: text("attribution").$type<Attribution>().notNull(),
    tools: list<string>("tools").notNull(),
    evidence: list<KeptEvidence>("evidence").notNull(),
    hints: list<KeptHint>("hints").notNull(),
    /** The version of the table of agents that it was attributed with. */
    agentsVersion: text("agents_version").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.sha] }),
    index("commits_by_tree").on(table.repositoryId, table.tree),
  ],
);

/** Stretches of history (`base...head`) that were read into the commit graph. */
export const ranges = sqliteTable(
  "ranges",
  {
    repositoryId: repositoryId(),
    base: text("base").notNull(),
    head: text("head").notNull(),
    /** Whether both ends share history; when not, nothing was read. */
    isRelated: flag("is_related").notNull(),
    /** Whether all of it was read. */
    isComplete: flag("is_complete").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.base, table.head] })],
);

/** Commits that came to production in no change that was merged by then; see `SideCommit`. */
export const sideCommits = sqliteTable(
  "side_commits",
  {
    repositoryId: repositoryId(),
    sha: text("sha").notNull(),
    /** Zero while it is to be read, one while it is taken to be the default branch's; absent once nothing is left to be asked. */
    attempts: integer("attempts"),
    /** A hash of what it does to which files. */
    patchId: text("patch_id"),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.sha] }),
    index("side_commits_by_patch").on(table.repositoryId, table.patchId).where(sql`patch_id is not null`),
    index("side_commits_unread").on(table.repositoryId).where(sql`attempts is not null`),
  ],
);

/** The commits that such a commit was picked from, as it says and its files agree. */
export const sidePicks = sqliteTable(
  "side_picks",
  {
    repositoryId: repositoryId(),
    sha: text("sha").notNull(),
    name: text("name").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.sha, table.name] }),
    index("side_picks_by_name").on(table.repositoryId, table.name),
  ],
);
