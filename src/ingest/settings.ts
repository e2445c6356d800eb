import type { Logger } from "pino";
import { type Config, ConfigError, parseConfig } from "../config/config.ts";
import { DEFAULT_POLICY, type Policy } from "../domain/policy.ts";
import type { StoredRules } from "../domain/records/rules.ts";
import { isWithinLast } from "../domain/waits.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { undefinedWhenUnknown } from "../github/when.ts";
import type { Repository } from "../storage/repositories.ts";
import type { OwnerSettings, StoredSettings } from "../storage/settings.ts";
import type { Stores } from "../storage/stores.ts";
import {
  type ConfigFileReaderOptions,
  type ConfigFiles,
  type ConfigText,
  createConfigFileReader,
  FRESH_MS,
  OWNERS_REPOSITORY,
  type Owner,
} from "./config-files.ts";
import { recordRefusal } from "./refusals.ts";
import { toStoredRules, UNSAID, withSharedList } from "./rules.ts";

/** The settings of a repository: how it is measured, and what is published about it. */
export interface Settings extends StoredSettings {
  /** All rules of any time, the oldest first; at least one. */
  readonly rules: readonly StoredRules[];
  readonly current: StoredRules;
  /** The unread part of `.gitattributes`, where that is known. */
  readonly unreadAttributes?: UnreadAttributes;
}

/** The number of unread `.gitattributes` files, and whether GitHub listed all files. */
interface UnreadAttributes {
  readonly count: number;
  readonly isListed: boolean;
}

/** An event that may have changed the rules: a push to the files, or a transfer to another owner. */
interface SettingsPush {
  /** The commit to read it from; the head of the default branch when absent. */
  readonly sha: string | undefined;
  readonly at: Date;
  /** The time of the first news about it. */
  readonly heardAt: Date;
}

/** The source of settings. */
export interface SettingsSource {
  /** The settings of a repository, read again when they are older than ten minutes. */
  of(octokit: GitHubClient, repository: Repository): Promise<Settings>;
  /** Reads the settings after a push. They are valid from its time on. */
  refresh(octokit: GitHubClient, repository: Repository, pushed: SettingsPush): Promise<void>;
  /** The settings of an owner's digest in the owner's config, read again when they are older than ten minutes. */
  ofOwner(owner: Owner): Promise<OwnerSettings>;
}

interface Known {
  readonly readAt: number;
  readonly files: ConfigFiles;
  readonly settings: Settings;
}

/** The stores for settings. */
type SettingsStores = Pick<
  Stores,
  "rules" | "settings" | "installations" | "repositories" | "checkRuns" | "refusals"
>;

/** The value for files that GitHub does not let the app read. */
const UNREADABLE: ConfigFiles = {
  config: undefined,
  source: "none",
  attributes: { files: [], unread: 0 },
  isListed: true,
};

/** The first known settings are valid for all time before, too. */
const EVER = new Date(0);

/** Reads settings from the default branch. While a config is invalid or refused, the last valid one stays in effect. */
export function createSettingsSource(
  stores: SettingsStores,
  { log, ...options }: ConfigFileReaderOptions & { readonly log: Logger },
): SettingsSource {
  const { clock } = options;
  const known = new Map<number, Known>();
  const files = createConfigFileReader(options);
  return {
    async of(octokit, repository) {
      const before = known.get(repository.id);
      const isFresh = before !== undefined && isWithinLast(FRESH_MS, before.readAt, clock().getTime());
      return isFresh ? before.settings : await read(octokit, repository);
    },
    async refresh(octokit, repository, pushed) {
      await read(octokit, repository, pushed);
      if (repository.name === OWNERS_REPOSITORY) await forgetHeirs(repository);
    },
    ofOwner: readOwner,
  };

  async function read(
    octokit: GitHubClient,
    repository: Repository,
    pushed?: SettingsPush,
  ): Promise<Settings> {
    const before = known.get(repository.id);
    const found = await readUnlessRefused(octokit, repository, pushed);
    if (found === undefined) return keepLast(octokit, repository);
    const isNew = pushed !== undefined || before === undefined || !isSame(before.files, found);
    const read = isNew ? await keep(octokit, repository, { found, pushed }) : before.settings;
    const unreadAttributes = { count: found.attributes.unread, isListed: found.isListed };
    const settings = { ...read, unreadAttributes };
    known.set(repository.id, { readAt: clock().getTime(), files: found, settings });
    return settings;
  }

  /**
   * The files; `undefined` when GitHub reports no branch, or refuses them for good. A refused request is repeated after
   * a push, an event, or a day.
   */
  async function readUnlessRefused(
    octokit: GitHubClient,
    repository: Repository,
    pushed: SettingsPush | undefined,
  ): Promise<ConfigFiles | undefined> {
    const key = { repositoryId: repository.id, refused: "config" } as const;
    const refusal = await stores.refusals.find(key);
    if (pushed === undefined && refusal !== undefined && refusal.askAgainAt > clock()) return undefined;
    try {
      const found = await readFiles(octokit, repository, pushed);
      if (refusal !== undefined) await stores.refusals.lift(key);
      return found;
    } catch (error) {
      const met = { repository, refused: "config", error, at: clock() } as const;
      const recorded = await recordRefusal(octokit, stores, met);
      if (recorded === undefined) throw error;
      if (recorded.isNew) log.info({ ...key, reason: recorded.reason }, "Config refused, the last one stays");
      return undefined;
    }
  }

  /** A commit that a later push removed cannot be read. Then the head of the branch is used. */
  async function readFiles(
    octokit: GitHubClient,
    repository: Repository,
    pushed: SettingsPush | undefined,
  ): Promise<ConfigFiles | undefined> {
    if (pushed?.sha === undefined) return files.read(octokit, repository);
    const when = { at: pushed.at, heardAt: pushed.heardAt, now: clock() };
    const found = await files.read(octokit, repository, pushed.sha).catch(undefinedWhenUnknown(when));
    return found ?? files.read(octokit, repository);
  }

  /** The settings while the files cannot be read: the last ones, or the defaults. */
  async function keepLast(octokit: GitHubClient, repository: Repository): Promise<Settings> {
    const rules = (await stores.rules.list(repository.id)).map(withSharedList);
    const stored = await stores.settings.find(repository.id);
    const current = rules.at(-1);
    const isKnown = stored !== undefined && current !== undefined;
    const settings = isKnown
      ? { ...stored, rules, current }
      : await keep(octokit, repository, { found: UNREADABLE, pushed: undefined });
    known.set(repository.id, { readAt: clock().getTime(), files: UNREADABLE, settings });
    return settings;
  }

  async function keep(
    octokit: GitHubClient,
    repository: Repository,
    { found, pushed }: { readonly found: ConfigFiles; readonly pushed: SettingsPush | undefined },
  ): Promise<Settings> {
    const { config, problem } = parse(found, { repositoryId: repository.id });
    const kept = await stores.rules.list(repository.id);
    if (config !== undefined || kept.length === 0) {
      const since = kept.length === 0 ? EVER : (pushed?.at ?? clock());
      const said = { config: config ?? parseConfig(""), gitattributes: found.attributes.files, since };
      await stores.rules.save(repository.id, await toStoredRules(octokit, stores, repository, said));
    }
    const stored = await keepPolicy(repository, { source: found.source, config, problem });
    return withRules(repository, stored);
  }

  async function withRules({ id }: Repository, stored: StoredSettings): Promise<Settings> {
    const rules = (await stores.rules.list(id)).map(withSharedList);
    return { ...stored, rules, current: rules.at(-1) ?? UNSAID };
  }

  /**
   * Stores the settings that do not decide what counts. They are valid at once, also for the check runs of open pull
   * requests.
   */
  async function keepPolicy(
    { id, installationId, name }: Repository,
    { source, config, problem }: Parsed & Pick<StoredSettings, "source">,
  ): Promise<StoredSettings> {
    const before = await stores.settings.find(id);
    const policy = config ? policyOf(config) : (before?.policy ?? DEFAULT_POLICY);
    const stored = { source, policy, problem };
    const isChanged = await stores.settings.save(id, stored);
    if (isChanged && before !== undefined) await stores.checkRuns.markOpenStale(id, clock());
    if (name === OWNERS_REPOSITORY && config !== undefined) await keepOwner(installationId, config);
    return stored;
  }

  async function readOwner(owner: Owner): Promise<OwnerSettings> {
    const { config } = parse(await files.readOwners(owner), { installationId: owner.installationId });
    if (config !== undefined) return keepOwner(owner.installationId, config);
    const last = await stores.settings.findOwner(owner.installationId);
    return last ?? { policy: DEFAULT_POLICY, timezone: UNSAID.timezone };
  }

  async function keepOwner(installationId: number, config: Config): Promise<OwnerSettings> {
    const said = { policy: policyOf(config), timezone: config.timezone };
    await stores.settings.saveOwner(installationId, said);
    return said;
  }

  /** Reads the owner's config again for each repository without its own. */
  async function forgetHeirs(owners: Repository): Promise<void> {
    files.forgetOwners(owners);
    for (const repository of await stores.repositories.listOf(owners.owner)) {
      const stored = await stores.settings.find(repository.id);
      if (repository.id === owners.id || stored?.source === "repository") continue;
      known.delete(repository.id);
      await stores.checkRuns.markOpenStale(repository.id, clock());
    }
  }

  /**
   * Parses a config. Check runs show the problem. The log names only the owner of the config, since the problem quotes
   * its text.
   */
  function parse(
    { config: text = "", problem }: ConfigText,
    whose: { repositoryId: number } | { installationId: number },
  ): Parsed {
    try {
      if (problem !== undefined) throw new ConfigError(problem);
      return { config: parseConfig(text), problem: undefined };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      log.warn(whose, "Config not right, the last one stays");
      return { config: undefined, problem: error.message };
    }
  }
}

/** A config, or the reason why it cannot be used. */
interface Parsed {
  readonly config: Config | undefined;
  readonly problem: string | undefined;
}

function policyOf({ digest, check, privacy, disclosure }: Config): Policy {
  return { digest, check, privacy, disclosure };
}

function isSame(a: ConfigFiles, b: ConfigFiles): boolean {
  return a.source === b.source && JSON.stringify(a) === JSON.stringify(b);
}
