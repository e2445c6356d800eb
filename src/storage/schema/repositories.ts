import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Agent } from "../../domain/attribution/agent.ts";
import type { ChosenPer } from "../../domain/digest-choice.ts";
import type { Policy } from "../../domain/policy.ts";
import type { StoredRules } from "../../domain/records/rules.ts";
import type { ConfigSource } from "../../domain/records/settings.ts";
import type { OwnedFiles } from "../../domain/scopes/codeowners.ts";
import type { NamedScope } from "../../domain/scopes/named-scopes.ts";
import type { Service } from "../../domain/shipping/rules.ts";
import { flag, json, list, time } from "./columns.ts";

export const installations = sqliteTable("installations", {
  id: integer("id").primaryKey(),
  installedAt: time("installed_at").notNull(),
  /** The secret of the keyed hashes of people. It is deleted with the installation. */
  builderKey: text("builder_key").notNull(),
  /** The time since which its owner denies the app access; absent when the app has access. */
  suspendedAt: time("suspended_at"),
  /** The repository whose digest is written next; absent at the beginning. */
  digestTurn: integer("digest_turn"),
  /** The reason why the owner's digest cannot be published in the configured place; absent when it can. */
  digestProblem: text("digest_problem"),
  digestProblemSince: time("digest_problem_since"),
});

/** Whether an owner has one digest for all its repositories, where no config decides it. */
export const digestChoices = sqliteTable("digest_choices", {
  installationId: integer("installation_id")
    .primaryKey()
    .references(() => installations.id, { onDelete: "cascade" }),
  /** The week whose digest was due when it was chosen. */
  week: text("week").notNull(),
  per: text("per").$type<ChosenPer>().notNull(),
  /** The repository of the organization's digest; absent where there is none, or it is configured. */
  repositoryId: integer("repository_id"),
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
    /** Set while GitHub accepts no writes to it. */
    isArchived: flag("is_archived").notNull().default(false),
    /** Whether it has issues enabled; absent while unknown. */
    hasIssues: flag("has_issues"),
    /** The last change of these fields, by GitHub's clock; absent when unknown. */
    updatedAt: time("updated_at"),
    /** Deployment effects from this time on were derived from incomplete facts, and must be derived again. */
    replayFrom: time("replay_from"),
  },
  (table) => [index("repositories_by_name").on(table.owner, table.name)],
);

/** The repository to which a row belongs. The row is deleted with it. */
export const repositoryId = () =>
  integer("repository_id")
    .notNull()
    .references(() => repositories.id, { onDelete: "cascade" });

/** The last valid settings in a repository's config, beside its rules. */
export const settings = sqliteTable("settings", {
  repositoryId: repositoryId().primaryKey(),
  /** The owner of the config in force. */
  source: text("source").$type<ConfigSource>().notNull(),
  policy: json<Policy>("policy").notNull(),
  /** The reason why the present config cannot be used; absent when it can. */
  problem: text("problem"),
});

/** The last change of each repository's settings. Other servers of the store then read the settings again. */
export const settingsChanges = sqliteTable("settings_changes", {
  repositoryId: repositoryId().primaryKey(),
  /** Greater than that of each earlier change in any repository. */
  number: integer("number").notNull(),
});

/** The settings of the owner's digest, in the config of the owner's `.github` repository. */
export const ownerSettings = sqliteTable("owner_settings", {
  installationId: integer("installation_id")
    .primaryKey()
    .references(() => installations.id, { onDelete: "cascade" }),
  policy: json<Policy>("policy").notNull(),
  timezone: text("timezone").notNull(),
});

/** The scopes in the config of the owner's `.github` repository, valid from some time on. */
export const scopeDeclarations = sqliteTable(
  "scope_declarations",
  {
    installationId: integer("installation_id")
      .notNull()
      .references(() => installations.id, { onDelete: "cascade" }),
    since: time("since").notNull(),
    scopes: list<NamedScope>("scopes").notNull(),
  },
  (table) => [primaryKey({ columns: [table.installationId, table.since] })],
);

/** The rules from a repository's config and .gitattributes, valid from some time on. */
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
    /** Not used: `code_owners` holds it. A server of the version before may still write it. */
    codeowners: text("codeowners"),
    /** Keyed hashes of accounts. */
    creators: list<string>("creators"),
    bots: list<string>("bots").notNull(),
    timezone: text("timezone").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.since] })],
);

/** The lines of a repository's `CODEOWNERS` about teams, valid from some time on. */
export const codeOwners = sqliteTable(
  "code_owners",
  {
    repositoryId: repositoryId(),
    since: time("since").notNull(),
    lines: list<OwnedFiles>("lines").notNull(),
  },
  (table) => [primaryKey({ columns: [table.repositoryId, table.since] })],
);
