import { sql } from "drizzle-orm";
import { foreignKey, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Attribution } from "../domain/attribution/attribution.ts";
import type { AccountAttribution, KeptEvidence, KeptHint } from "../domain/attribution/change-attribution.ts";
import type { DeploymentState } from "../domain/shipping/deployment.ts";

const time = (name: string) => integer(name, { mode: "timestamp_ms" });
const flag = (name: string) => integer(name, { mode: "boolean" });
const list = <T>(name: string) => text(name, { mode: "json" }).$type<readonly T[]>();

export const installations = sqliteTable("installations", {
  id: integer("id").primaryKey(),
  installedAt: time("installed_at").notNull(),
  /** The secret of the keyed hash that stands for a person; it goes when the installation goes. */
  builderKey: text("builder_key").notNull(),
});

export const repositories = sqliteTable(
  "repositories",
  {
    id: integer("id").primaryKey(),
    installationId: integer("installation_id")
      .notNull()
      .references(() => installations.id, { onDelete: "cascade" }),
    owner: text("owner").notNull(),
    name: text("name").notNull(),
  },
  (table) => [index("repositories_by_name").on(table.owner, table.name)],
);

const repositoryId = () =>
  integer("repository_id")
    .notNull()
    .references(() => repositories.id, { onDelete: "cascade" });

/** Pull requests; a merged one is a change. */
export const changes = sqliteTable(
  "changes",
  {
    repositoryId: repositoryId(),
    number: integer("number").notNull(),
    state: text("state").$type<"open" | "closed" | "merged">().notNull(),
    /** GitHub's `updated_at`: of two deliveries, the later one tells. */
    updatedAt: time("updated_at").notNull(),
    baseSha: text("base_sha").notNull(),
    headSha: text("head_sha").notNull(),
    mergeSha: text("merge_sha"),
    mergedAt: time("merged_at"),
    /** A keyed hash of the accountable account's id. */
    builder: text("builder"),
    authorAttribution: text("author_attribution").$type<AccountAttribution["attribution"]>().notNull(),
    authorTools: list<string>("author_tools").notNull(),
    /** Pull requests that its description says it reverts: `#12`. */
    claimedReverts: list<string>("claimed_reverts").notNull(),
    /** From what its own commits were read; something else while a push is still to be worked. */
    readFrom: text("read_from"),
    /** The commits and pull requests that it reverts. */
    reverts: list<string>("reverts"),
    /** The version of the table of agents with which they were attributed. */
    agentsVersion: text("agents_version"),
    isEffective: flag("is_effective"),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.number] }),
    index("changes_by_agents_version").on(table.agentsVersion),
  ],
);

/** The own commits of a change, merge commits left out, in the order in which GitHub lists them. */
export const changeCommits = sqliteTable(
  "change_commits",
  {
    repositoryId: integer("repository_id").notNull(),
    number: integer("number").notNull(),
    position: integer("position").notNull(),
    sha: text("sha").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.number, table.position] }),
    foreignKey({
      columns: [table.repositoryId, table.number],
      foreignColumns: [changes.repositoryId, changes.number],
    }).onDelete("cascade"),
  ],
);

/** The commit graph, with what each commit declares. */
export const commits = sqliteTable(
  "commits",
  {
    repositoryId: repositoryId(),
    sha: text("sha").notNull(),
    parents: list<string>("parents").notNull(),
    attribution: text("attribution").$type<Attribution>().notNull(),
    tools: list<string>("tools").notNull(),
    evidence: list<KeptEvidence>("evidence").notNull(),
    hints: list<KeptHint>("hints").notNull(),
    /** The version of the table of agents that it was attributed with. */
    agentsVersion: text("agents_version").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.sha] })],
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
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.base, table.head] })],
);

export const deployments = sqliteTable("deployments", {
  id: integer("id").primaryKey(),
  repositoryId: repositoryId(),
  sha: text("sha").notNull(),
  environment: text("environment").notNull(),
  isProduction: flag("is_production").notNull(),
  isTransient: flag("is_transient").notNull(),
});

/** GitHub has no stable id for a status in every API, so deployment, state and time are its key. */
export const deploymentStatuses = sqliteTable(
  "deployment_statuses",
  {
    deploymentId: integer("deployment_id")
      .notNull()
      .references(() => deployments.id, { onDelete: "cascade" }),
    state: text("state").$type<DeploymentState>().notNull(),
    at: time("at").notNull(),
    environment: text("environment"),
  },
  (table) => [primaryKey({ columns: [table.deploymentId, table.state, table.at] })],
);

/** Our check runs, one for each pull request head, and whether GitHub shows what it should. */
export const checkRuns = sqliteTable(
  "check_runs",
  {
    repositoryId: repositoryId(),
    headSha: text("head_sha").notNull(),
    number: integer("number").notNull(),
    /** GitHub's id; absent until its answer to the creation is stored. */
    checkRunId: integer("check_run_id"),
    /** When a creation was sent; with no id, its answer was lost and the run may exist. */
    createdAt: time("created_at"),
    /** A hash of what GitHub shows. */
    shown: text("shown"),
    /** Set while GitHub may show something old. */
    staleSince: time("stale_since"),
    /** Set when what it shows can change no more. */
    isFinal: flag("is_final").notNull().default(false),
    /** Open pull requests go first. */
    isUrgent: flag("is_urgent").notNull(),
    attempts: integer("attempts").notNull().default(0),
    retryAt: time("retry_at"),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.headSha, table.number] }),
    index("check_runs_stale").on(table.isUrgent, table.staleSince).where(sql`stale_since is not null`),
  ],
);

export const digests = sqliteTable(
  "digests",
  {
    repositoryId: repositoryId(),
    week: text("week").notNull(),
    issueNumber: integer("issue_number").notNull(),
    /** A hash of what GitHub shows. */
    shown: text("shown").notNull(),
    publishedAt: time("published_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.week] })],
);

/** Webhook deliveries, each done once. The payload is trimmed, and removed when the work is done. */
export const deliveries = sqliteTable(
  "deliveries",
  {
    sequence: integer("sequence").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique(),
    event: text("event").notNull(),
    installationId: integer("installation_id").notNull(),
    repositoryId: integer("repository_id"),
    payload: text("payload"),
    receivedAt: time("received_at").notNull(),
    status: text("status").$type<"pending" | "done" | "parked">().notNull(),
    attempts: integer("attempts").notNull().default(0),
    dueAt: time("due_at").notNull(),
    /** Why it was parked. */
    error: text("error"),
  },
  (table) => [index("deliveries_pending").on(table.sequence).where(sql`status = 'pending'`)],
);
