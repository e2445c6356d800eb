import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Way } from "../../domain/shipping/ship-choice.ts";
import type { DeploymentEffect } from "../../domain/shipping/timeline.ts";
import { flag, time } from "./columns.ts";
import { deploymentEvents } from "./deployments.ts";
import { repositoryId } from "./repositories.ts";

/** The reason why an event is not counted, as far as production alone decides it. A withdrawal has its own. */
export type StoredReason = NonNullable<DeploymentEffect["reason"]> | "not-in-force" | "withdrawn";

/**
 * The effect of each event on production. Deployment effects are derived from the facts, and derived again when an
 * earlier fact arrives.
 *
 * The rows that depend on a deployment effect carry its event's id, so that they are deleted with it.
 */
export const landings = sqliteTable(
  "landings",
  {
    eventId: integer("event_id")
      .primaryKey()
      .references(() => deploymentEvents.id, { onDelete: "cascade" }),
    repositoryId: integer("repository_id").notNull(),
    deploymentId: integer("deployment_id").notNull(),
    at: time("at").notNull(),
    environment: text("environment").notNull(),
    target: text("target").notNull(),
    channel: text("channel").notNull(),
    sha: text("sha").notNull(),
    tree: text("tree"),
    reason: text("reason").$type<StoredReason>(),
    isLinked: flag("is_linked").notNull(),
  },
  (table) => [
    index("landings_by_time").on(table.repositoryId, table.at, table.deploymentId, table.environment),
    index("landings_by_target").on(table.repositoryId, table.target, table.at),
    index("landings_by_channel").on(table.repositoryId, table.channel),
    index("landings_by_tree").on(table.repositoryId, table.tree, table.at),
    index("landings_by_commit").on(table.repositoryId, table.sha),
  ],
);

/** The deployment effect on which a row depends. The row is deleted with it. */
const landing = () =>
  integer("event_id")
    .notNull()
    .references(() => landings.eventId, { onDelete: "cascade" });

/** The newest deployment effect of each target: an environment, or a release. */
export const targets = sqliteTable(
  "targets",
  {
    repositoryId: integer("repository_id").notNull(),
    target: text("target").notNull(),
    channel: text("channel").notNull(),
    sha: text("sha").notNull(),
    at: time("at").notNull(),
    eventId: landing(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.target] }),
    index("targets_by_time").on(table.repositoryId, table.at),
    index("targets_by_landing").on(table.eventId),
  ],
);

/** The commits that production has held, numbered in the order of their arrival. */
export const arrivals = sqliteTable(
  "arrivals",
  {
    repositoryId: integer("repository_id").notNull(),
    sha: text("sha").notNull(),
    channel: text("channel").notNull(),
    position: integer("position").notNull(),
    eventId: landing(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.sha, table.channel] }),
    index("arrivals_by_position").on(table.repositoryId, table.position),
    index("arrivals_by_landing").on(table.eventId),
  ],
);

/** The times in which production did not hold a commit that it had held before. */
export const absences = sqliteTable(
  "absences",
  {
    repositoryId: integer("repository_id").notNull(),
    sha: text("sha").notNull(),
    channel: text("channel").notNull(),
    eventId: landing(),
    since: time("since").notNull(),
    /** The deployment effect that ended it; absent while it lasts. */
    endedBy: integer("ended_by"),
    until: time("until"),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.sha, table.channel, table.eventId] }),
    index("absences_by_landing").on(table.eventId),
    index("absences_by_end").on(table.endedBy),
  ],
);

/** Commits with the content of an earlier one, and the commits that they revert by that. */
export const returns = sqliteTable(
  "returns",
  {
    repositoryId: integer("repository_id").notNull(),
    sha: text("sha").notNull(),
    reverted: text("reverted").notNull(),
    eventId: landing(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.sha, table.reverted] }),
    index("returns_by_reverted").on(table.repositoryId, table.reverted),
    index("returns_by_landing").on(table.eventId),
  ],
);

/**
 * The choices of `auto`, for each week, where both ways to ship are in use. They are derived and deleted like
 * deployment effects.
 */
export const shipChoices = sqliteTable(
  "ship_choices",
  {
    repositoryId: repositoryId(),
    /** The beginning of the week, in UTC. */
    since: time("since").notNull(),
    ship: text("ship").$type<Way>().notNull(),
    /** The number of relevant changes that each way has carried. */
    deployments: integer("deployments").notNull(),
    releases: integer("releases").notNull(),
    of: integer("of").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.since] })],
);
