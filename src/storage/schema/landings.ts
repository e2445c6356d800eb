import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Landing } from "../../domain/shipping/timeline.ts";
import { flag, time } from "./columns.ts";
import { deployments } from "./deployments.ts";

/**
 * What each deployment did to production: derived from the facts above, and derived anew when an earlier one turns up.
 *
 * The rows that follow from a landing carry its deployment's id, so that they go with it.
 */
export const landings = sqliteTable(
  "landings",
  {
    deploymentId: integer("deployment_id")
      .primaryKey()
      .references(() => deployments.id, { onDelete: "cascade" }),
    repositoryId: integer("repository_id").notNull(),
    at: time("at").notNull(),
    environment: text("environment").notNull(),
    channel: text("channel").notNull(),
    sha: text("sha").notNull(),
    tree: text("tree"),
    reason: text("reason").$type<Landing["reason"] | "not-in-force">(),
    isLinked: flag("is_linked").notNull(),
  },
  (table) => [
    index("landings_by_time").on(table.repositoryId, table.at, table.deploymentId),
    index("landings_by_target").on(table.repositoryId, table.environment, table.at),
    index("landings_by_channel").on(table.repositoryId, table.channel),
    index("landings_by_tree").on(table.repositoryId, table.tree, table.at),
  ],
);

/** The landing that a row follows from, and goes with. */
const landing = () =>
  integer("deployment_id")
    .notNull()
    .references(() => landings.deploymentId, { onDelete: "cascade" });

/** The newest landing of each target. */
export const targets = sqliteTable(
  "targets",
  {
    repositoryId: integer("repository_id").notNull(),
    environment: text("environment").notNull(),
    channel: text("channel").notNull(),
    sha: text("sha").notNull(),
    at: time("at").notNull(),
    deploymentId: landing(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.environment] }),
    index("targets_by_time").on(table.repositoryId, table.at),
    index("targets_by_landing").on(table.deploymentId),
  ],
);

/** The commits that production has held, numbered in the order in which they came. */
export const arrivals = sqliteTable(
  "arrivals",
  {
    repositoryId: integer("repository_id").notNull(),
    sha: text("sha").notNull(),
    channel: text("channel").notNull(),
    position: integer("position").notNull(),
    deploymentId: landing(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.sha, table.channel] }),
    index("arrivals_by_position").on(table.repositoryId, table.position),
    index("arrivals_by_landing").on(table.deploymentId),
  ],
);

/** The times in which production did not hold a commit that it had held before. */
export const absences = sqliteTable(
  "absences",
  {
    repositoryId: integer("repository_id").notNull(),
    sha: text("sha").notNull(),
    channel: text("channel").notNull(),
    deploymentId: landing(),
    since: time("since").notNull(),
    /** The landing that ended it; absent while it lasts. */
    endedBy: integer("ended_by"),
    until: time("until"),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.sha, table.channel, table.deploymentId] }),
    index("absences_by_landing").on(table.deploymentId),
    index("absences_by_end").on(table.endedBy),
  ],
);

/** Commits whose content is that of an earlier one, with the commits that they so take back. */
export const returns = sqliteTable(
  "returns",
  {
    repositoryId: integer("repository_id").notNull(),
    sha: text("sha").notNull(),
    reverted: text("reverted").notNull(),
    deploymentId: landing(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.sha, table.reverted] }),
    index("returns_by_reverted").on(table.repositoryId, table.reverted),
    index("returns_by_landing").on(table.deploymentId),
  ],
);
