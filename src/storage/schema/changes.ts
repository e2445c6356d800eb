import { sql } from "drizzle-orm";
import { foreignKey, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { AccountAttribution } from "../../domain/attribution/change-attribution.ts";
import type { CommitRole } from "../../domain/records/commit-role.ts";
import { CHANGES } from "../json/columns.ts";
import { flag, list, time } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** Pull requests, and pushes to the default branch. The merged ones are changes. */
export const changes = sqliteTable(
  "changes",
  {
    repositoryId: repositoryId(),
    /** `#12` for pull request 12; for a push, its last commit. */
    id: text("id").notNull(),
    /** Absent for a push. */
    number: integer("number"),
    state: text("state").$type<"open" | "closed" | "merged">().notNull(),
    /** GitHub's `updated_at`: of two deliveries, the later one counts. */
    updatedAt: time("updated_at").notNull(),
    baseSha: text("base_sha").notNull(),
    headSha: text("head_sha").notNull(),
    mergeSha: text("merge_sha"),
    /** For a pull request that a push landed, the time of the push; its state is `closed` then. */
    mergedAt: time("merged_at"),
    /** Keyed hashes of the people who may be accountable; once sealed, a random token. */
    author: text("author"),
    /** The person who asked for it, if an agent opened it. */
    asker: text("asker"),
    merger: text("merger"),
    /** The person who enqueued it, or enabled its automatic merge. */
    enabler: text("enabler"),
    enabledAt: time("enabled_at"),
    /** Set when its week is final: from then on no key identifies anybody. */
    isSealed: flag("is_sealed").notNull().default(false),
    /** The result of the reviews, kept when they are sealed. */
    isApproved: flag("is_approved"),
    /** Set for a push that a merged pull request explains. */
    isExplained: flag("is_explained").notNull().default(false),
    authorAttribution: text("author_attribution").$type<AccountAttribution["attribution"]>().notNull(),
    authorTools: list<string>("author_tools").notNull(),
    /** The tool whose folder contains its branch; the branch itself is not kept. */
    branchTool: text("branch_tool"),
    /** The changes that its title and description claim to revert, and to repeat: `#12`, or a commit. */
    claimedReverts: list<string>("claimed_reverts").notNull(),
    claimedRepeats: list<string>("claimed_repeats").notNull().default(CHANGES.claimedRepeats.write([])),
    /** The source from which its own commits were read. A push that must still be processed has another value. */
    readFrom: text("read_from"),
    /** The version of the table of agents with which they were attributed. */
    agentsVersion: text("agents_version"),
    isEffective: flag("is_effective"),
    /** Lines added and deleted in effective files. */
    lines: integer("lines"),
    services: list<string>("services"),
    /** The partial scopes that have it; absent where none has. */
    scopes: list<string>("scopes"),
    /** A hash of its patch. */
    patchId: text("patch_id"),
    /** A hash of its changed files, with their numbers of changed lines. */
    contentId: text("content_id"),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.id] }),
    index("changes_by_merge").on(table.repositoryId, table.mergedAt, table.id),
    index("changes_by_merge_sha").on(table.repositoryId, table.mergeSha).where(sql`merge_sha is not null`),
    index("changes_by_patch")
      .on(table.repositoryId, table.patchId, table.id)
      .where(sql`patch_id is not null`),
    index("changes_by_agents_version").on(table.agentsVersion),
  ],
);

/** The commits of a change by their role, in GitHub's order. */
export const changeCommits = sqliteTable(
  "change_commits",
  {
    repositoryId: integer("repository_id").notNull(),
    changeId: text("change_id").notNull(),
    role: text("role").$type<CommitRole>().notNull(),
    position: integer("position").notNull(),
    sha: text("sha").notNull(),
  },
  (table) => [
    // Both hold every column, so that reading a window of changes needs no access to the rows themselves.
    primaryKey({ columns: [table.repositoryId, table.changeId, table.role, table.position, table.sha] }),
    index("change_commits_by_sha").on(table.repositoryId, table.sha, table.changeId, table.role),
    foreignKey({
      columns: [table.repositoryId, table.changeId],
      foreignColumns: [changes.repositoryId, changes.id],
    }).onDelete("cascade"),
  ],
);

/** The commits and changes (`#12`) that a change reverts, repeats, or reverts in part. */
export const changeLinks = sqliteTable(
  "change_links",
  {
    repositoryId: integer("repository_id").notNull(),
    changeId: text("change_id").notNull(),
    kind: text("kind").$type<"reverts" | "picked-from" | "part">().notNull(),
    name: text("name").notNull(),
    /** For a partial revert: the number of touched effective files, and of all. */
    touched: integer("touched"),
    of: integer("of_files"),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.changeId, table.kind, table.name] }),
    index("change_links_by_name").on(table.repositoryId, table.name),
    foreignKey({
      columns: [table.repositoryId, table.changeId],
      foreignColumns: [changes.repositoryId, changes.id],
    }).onDelete("cascade"),
  ],
);

/** The times at which pull requests were closed without a merge; some were opened again. */
export const closings = sqliteTable(
  "closings",
  {
    repositoryId: integer("repository_id").notNull(),
    changeId: text("change_id").notNull(),
    at: time("at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.changeId, table.at] }),
    index("closings_by_time").on(table.repositoryId, table.at, table.changeId),
    foreignKey({
      columns: [table.repositoryId, table.changeId],
      foreignColumns: [changes.repositoryId, changes.id],
    }).onDelete("cascade"),
  ],
);

/** The newest review of each reviewer who is a person. */
export const reviews = sqliteTable(
  "reviews",
  {
    repositoryId: repositoryId(),
    /** `#12`; the pull request itself may become known later. */
    changeId: text("change_id").notNull(),
    /** A keyed hash of the account's id; once sealed, a random token. */
    reviewer: text("reviewer").notNull(),
    isApproval: flag("is_approval").notNull(),
    at: time("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.changeId, table.reviewer] })],
);

/** The labels of tools on pull requests: the last fact for each tool. */
export const labels = sqliteTable(
  "labels",
  {
    repositoryId: repositoryId(),
    /** `#12`. */
    changeId: text("change_id").notNull(),
    tool: text("tool").notNull(),
    isSet: flag("is_set").notNull(),
    /** Whether the tool's own account did it. */
    isOwn: flag("is_own").notNull(),
    at: time("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.changeId, table.tool] })],
);
