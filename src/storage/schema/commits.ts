import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Attribution } from "../../domain/attribution/attribution.ts";
import type { KeptEvidence, KeptHint } from "../../domain/attribution/change-attribution.ts";
import { flag, list } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** The commit graph, with the declaration of each commit. */
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
    /** The version of the table of agents with which it was attributed. */
    agentsVersion: text("agents_version").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.sha] }),
    index("commits_by_tree").on(table.repositoryId, table.tree),
  ],
);

/** The ranges (`base...head`) that were read into the commit graph. */
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

/** Commits that came to production, and were in no merged change by then; see `SideCommit`. */
export const sideCommits = sqliteTable(
  "side_commits",
  {
    repositoryId: repositoryId(),
    sha: text("sha").notNull(),
    /** Zero: to be read. One: assumed to be the default branch's. Absent: nothing is left to ask. */
    attempts: integer("attempts"),
    /** A hash of its patch. */
    patchId: text("patch_id"),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.sha] }),
    index("side_commits_by_patch").on(table.repositoryId, table.patchId).where(sql`patch_id is not null`),
    index("side_commits_unread").on(table.repositoryId).where(sql`attempts is not null`),
  ],
);

/** The commits from which such a commit was picked, by its claim and its files. */
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
