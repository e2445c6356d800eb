import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Creator, DeploymentState, Ending } from "../../domain/shipping/deployment.ts";
import { flag, time } from "./columns.ts";
import { repositoryId } from "./repositories.ts";

/** Deployments, and releases under the negative of their id. */
export const deployments = sqliteTable(
  "deployments",
  {
    id: integer("id").primaryKey(),
    repositoryId: repositoryId(),
    sha: text("sha").notNull(),
    environment: text("environment").notNull(),
    isProduction: flag("is_production").notNull(),
    isTransient: flag("is_transient").notNull(),
    /** A keyed hash of the account's id, and what the account is. */
    creator: text("creator"),
    creatorKind: text("creator_kind").$type<Creator["kind"]>(),
    /** How it ended by what is known, and when that was decided; absent while it is unfinished. */
    ending: text("ending").$type<Ending>(),
    endedAt: time("ended_at"),
  },
  (table) => [index("deployments_by_end").on(table.repositoryId, table.endedAt, table.id)],
);

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
