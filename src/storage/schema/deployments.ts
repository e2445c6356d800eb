import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Creator } from "../../domain/shipping/creator.ts";
import type { DeploymentState, Ending, EventConclusion } from "../../domain/shipping/deployment.ts";
import type { ReleaseState } from "../../domain/shipping/release.ts";
import { flag, time } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** The creator of a record: a keyed hash of the account's id, and the kind of account. */
const creator = {
  creator: text("creator"),
  creatorKind: text("creator_kind").$type<Creator["kind"]>(),
};

/** Deployments as they were filed. */
export const deployments = sqliteTable(
  "deployments",
  {
    id: integer("id").primaryKey(),
    repositoryId: repositoryId(),
    sha: text("sha").notNull(),
    environment: text("environment").notNull(),
    isProduction: flag("is_production").notNull(),
    isTransient: flag("is_transient").notNull(),
    ...creator,
  },
  (table) => [index("deployments_of_repository").on(table.repositoryId)],
);

/** Not every API of GitHub gives a status's number, so its state and time are the key. */
export const deploymentStatuses = sqliteTable(
  "deployment_statuses",
  {
    deploymentId: integer("deployment_id")
      .notNull()
      .references(() => deployments.id, { onDelete: "cascade" }),
    state: text("state").$type<DeploymentState>().notNull(),
    at: time("at").notNull(),
    /** Empty when it names none. */
    environment: text("environment").notNull(),
    /** GitHub's number of it, where it is known. */
    number: integer("number"),
  },
  (table) => [primaryKey({ columns: [table.deploymentId, table.state, table.at, table.environment] })],
);

/** Releases, under the negative of their id, since GitHub numbers releases and deployments separately. */
export const releases = sqliteTable(
  "releases",
  { id: integer("id").primaryKey(), repositoryId: repositoryId(), ...creator },
  (table) => [index("releases_of_repository").on(table.repositoryId)],
);

/** The states of releases, with their times. */
export const releaseTellings = sqliteTable(
  "release_tellings",
  {
    releaseId: integer("release_id")
      .notNull()
      .references(() => releases.id, { onDelete: "cascade" }),
    at: time("at").notNull(),
    kind: text("kind").$type<ReleaseState["kind"]>().notNull(),
    state: text("state").$type<ReleaseState["state"]>().notNull(),
    tag: text("tag").notNull(),
    publishedAt: time("published_at"),
  },
  (table) => [
    primaryKey({ columns: [table.releaseId, table.at, table.kind, table.state, table.tag] }),
    index("release_tellings_by_tag").on(table.tag, table.releaseId),
  ],
);

/** The commits of tags, with their times. */
export const tagCommits = sqliteTable(
  "tag_commits",
  {
    repositoryId: repositoryId(),
    tag: text("tag").notNull(),
    at: time("at").notNull(),
    sha: text("sha").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.tag, table.at, table.sha] })],
);

/** Each success of a deployment, with its environment: derived from the statuses. */
export const successes = sqliteTable(
  "successes",
  {
    repositoryId: repositoryId(),
    environment: text("environment").notNull(),
    at: time("at").notNull(),
    deploymentId: integer("deployment_id")
      .notNull()
      .references(() => deployments.id, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.environment, table.at, table.deploymentId] }),
    index("successes_of_deployment").on(table.deploymentId),
  ],
);

/** Written out, since SQLite uses a partial index only for a condition that it can read. */
export const MOVES_PRODUCTION = sql`ending in ('production', 'withdrawn')`;

/** The events of deployments and releases: derived from the facts above. One record may have several. */
export const deploymentEvents = sqliteTable(
  "deployment_events",
  {
    id: integer("id").primaryKey(),
    repositoryId: repositoryId(),
    /** The record's id; negative for a release. */
    deploymentId: integer("deployment_id").notNull(),
    at: time("at").notNull(),
    environment: text("environment").notNull(),
    target: text("target").notNull(),
    sha: text("sha").notNull(),
    /** The column is older than its name in the code. */
    conclusion: text("outcome").$type<EventConclusion>().notNull(),
    isProduction: flag("is_production").notNull(),
    isTransient: flag("is_transient").notNull(),
    failedLater: time("failed_later"),
    withdrawnAt: time("withdrawn_at"),
    /** Its end by the present rules. */
    ending: text("ending").$type<Ending>().notNull(),
  },
  (table) => [
    uniqueIndex("deployment_events_of_record").on(table.deploymentId, table.at, table.environment),
    index("deployment_events_by_time").on(
      table.repositoryId,
      table.at,
      table.deploymentId,
      table.environment,
    ),
    index("deployment_events_played")
      .on(table.repositoryId, table.at, table.deploymentId, table.environment)
      .where(MOVES_PRODUCTION),
  ],
);
