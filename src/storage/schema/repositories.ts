import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Agent } from "../../domain/attribution/agent.ts";
import type { Policy } from "../../domain/policy.ts";
import type { StoredRules } from "../../domain/records/rules.ts";
import type { ConfigSource } from "../../domain/records/settings.ts";
import type { Service } from "../../domain/shipping/rules.ts";
import { flag, json, list, time } from "./columns.ts";

export const installations = sqliteTable("installations", {
  id: integer("id").primaryKey(),
  installedAt: time("installed_at").notNull(),
  /** The secret of the keyed hash that stands for a person; it goes when the installation goes. */
  builderKey: text("builder_key").notNull(),
  /** Since when its owner does not let the app in; absent when it may. */
  suspendedAt: time("suspended_at"),
  /** The repository whose turn it is to have its digest written; absent at the beginning. */
  digestTurn: integer("digest_turn"),
  /** Why the owner's digest cannot be published where its config wants it; absent when it can. */
  digestProblem: text("digest_problem"),
  digestProblemSince: time("digest_problem_since"),
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
    /** Set while GitHub lets nobody write to it. */
    isArchived: flag("is_archived").notNull().default(false),
    /** Whether it has issues at all; absent until GitHub told. */
    hasIssues: flag("has_issues"),
    /** When all of this was changed last, by GitHub's clock; absent where it did not tell. */
    updatedAt: time("updated_at"),
    /** Landings from this time on were derived from facts that were not complete, and must be derived anew. */
    replayFrom: time("replay_from"),
  },
  (table) => [index("repositories_by_name").on(table.owner, table.name)],
);

/** The repository that a row belongs to, and goes with. */
export const repositoryId = () =>
  integer("repository_id")
    .notNull()
    .references(() => repositories.id, { onDelete: "cascade" });

/** What a repository's config says beside its rules; what was valid last. */
export const settings = sqliteTable("settings", {
  repositoryId: repositoryId().primaryKey(),
  /** Whose config holds. */
  source: text("source").$type<ConfigSource>().notNull(),
  policy: json<Policy>("policy").notNull(),
  /** Why the config that is there now cannot be used; absent when it can. */
  problem: text("problem"),
});

/** What the config in an owner's `.github` repository says of the owner's digest. */
export const ownerSettings = sqliteTable("owner_settings", {
  installationId: integer("installation_id")
    .primaryKey()
    .references(() => installations.id, { onDelete: "cascade" }),
  policy: json<Policy>("policy").notNull(),
  timezone: text("timezone").notNull(),
});

/** What a repository's config and .gitattributes said from some time on. */
export const rules = sqliteTable(
  "rules",
  {
    repositoryId: repositoryId(),
    since: time("since").notNull(),
    ship: text("ship").$type<StoredRules["ship"]>().notNull(),
    production: list<string>("production"),
    services: list<Service>("services").notNull(),
    agents: list<Agent>("agents").notNull(),
    /** Whether sentences declare tools. */
    prose: flag("prose").notNull().default(true),
    exclude: list<string>("exclude").notNull(),
    gitattributes: text("gitattributes"),
    /** Keyed hashes of accounts. */
    creators: list<string>("creators"),
    bots: list<string>("bots").notNull(),
    timezone: text("timezone").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.since] })],
);
