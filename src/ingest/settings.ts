import type { Logger } from "pino";
import type { StoredRules } from "../domain/records/rules.ts";
import type { DatedOwners } from "../domain/scopes/codeowners.ts";
import type { DatedScopes } from "../domain/scopes/named-scopes.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { Repository } from "../storage/repositories.ts";
import type { OwnerSettings, StoredSettings } from "../storage/settings.ts";
import type { Stores } from "../storage/stores.ts";
import type { Owner } from "./config-files.ts";

/** The settings of a repository: how it is measured, and what is published about it. */
export interface Settings extends StoredSettings {
  /** All rules of any time, the oldest first; at least one. */
  readonly rules: readonly StoredRules[];
  readonly current: StoredRules;
  /** The owner's scopes of all times, the oldest first. */
  readonly scopes?: readonly DatedScopes[];
  /** The lines of `CODEOWNERS` of all times, the oldest first, if a scope of any time names a team. */
  readonly codeowners?: readonly DatedOwners[];
  /** The unread part of `.gitattributes`, where that is known. */
  readonly unreadAttributes?: UnreadAttributes;
  /** The unknown repositories in the scopes of an owner's config, a line each. */
  readonly scopeWarnings?: readonly string[];
}

/** The number of unread `.gitattributes` files, and whether GitHub listed all files. */
interface UnreadAttributes {
  readonly count: number;
  readonly isListed: boolean;
}

/** An event that may have changed the rules: a push to the files, or a transfer to another owner. */
export interface SettingsPush {
  /** The commit to read it from; the head of the default branch when absent. */
  readonly sha: string | undefined;
  readonly at: Date;
  /** The time of the first news about it. */
  readonly heardAt: Date;
}

/** The source of settings. */
export interface SettingsSource {
  /** The settings of a repository, read again when they are older than ten minutes. */
  load(octokit: GitHubClient, repository: Repository): Promise<Settings>;
  /** Reads the settings after a push. They are valid from its time on. */
  reload(octokit: GitHubClient, repository: Repository, pushed: SettingsPush): Promise<void>;
  /** The settings of an owner's digest in the owner's config, read again when they are older than ten minutes. */
  loadOwner(owner: Owner): Promise<OwnerSettings>;
}

/** The stores for settings. */
type SettingsStores = Pick<
  Stores,
  | "rules"
  | "settings"
  | "scopes"
  | "codeOwners"
  | "unread"
  | "spendDeclarations"
  | "installations"
  | "repositories"
  | "checkRuns"
  | "refusals"
>;

/** The stores for settings, the time, and the log of the problems. */
export interface SettingsWork {
  readonly stores: SettingsStores;
  readonly log: Logger;
  readonly clock: () => Date;
}
