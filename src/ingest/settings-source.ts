import type { Logger } from "pino";
import { isWithinLast } from "../domain/waits.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { Repository } from "../storage/repositories.ts";
import {
  type ConfigFileReaderOptions,
  type ConfigFiles,
  createConfigFileReader,
  FRESH_MS,
  OWNERS_REPOSITORY,
} from "./config-files.ts";
import { keepLastSettings, keepSettings, UNREADABLE } from "./keep-settings.ts";
import { loadScopes } from "./load-scopes.ts";
import { keepOwnerSettings } from "./owner-settings.ts";
import { readUnlessRefused } from "./read-settings-files.ts";
import { scopeWarnings } from "./scope-warnings.ts";
import type { Settings, SettingsPush, SettingsSource, SettingsWork } from "./settings.ts";

/** The settings that were read last, with their files. */
interface Known {
  readonly readAt: number;
  /** The number of the last change before it. */
  readonly change: number;
  readonly files: ConfigFiles;
  readonly settings: Settings;
}

/** The number of the last change of a repository's settings, and the push that made it, if that is now. */
interface Change {
  readonly change: number;
  readonly pushed?: SettingsPush;
}

/**
 * Reads settings from the default branch. While a config is invalid or refused, the last valid one stays in effect.
 *
 * All servers of a store see a change at the next use: each compares the number of the last one.
 */
export function createSettingsSource(
  stores: SettingsWork["stores"],
  { log, ...options }: ConfigFileReaderOptions & { readonly log: Logger },
): SettingsSource {
  const { clock } = options;
  const known = new Map<number, Known>();
  const files = createConfigFileReader(options);
  const work = { stores, log, clock, files };
  return {
    async load(octokit, repository) {
      const change = await stores.settings.findChange(repository.id);
      const before = knownSince(repository, change);
      const isFresh = before !== undefined && isWithinLast(FRESH_MS, before.readAt, clock().getTime());
      const settings = isFresh ? before.settings : await read(octokit, repository, { change });
      return { ...settings, ...(await loadScopes(stores, repository)) };
    },
    async reload(octokit, repository, pushed) {
      const heirs = repository.name === OWNERS_REPOSITORY ? await listHeirs(stores, repository) : [];
      const change = await stores.settings.recordChange([repository, ...heirs].map(({ id }) => id));
      await read(octokit, repository, { change, pushed });
      for (const { id } of heirs) await stores.checkRuns.markOpenStale(id, clock());
    },
    async loadOwner(owner) {
      files.forgetOwners(owner, await stores.settings.findLastChange(owner.installationId));
      return keepOwnerSettings(work, owner, await files.readOwners(owner));
    },
  };

  /** What is known of a repository, if nothing changed since. */
  function knownSince({ id }: Repository, change: number): Known | undefined {
    const found = known.get(id);
    return found?.change === change ? found : undefined;
  }

  async function read(
    octokit: GitHubClient,
    repository: Repository,
    { change, pushed }: Change,
  ): Promise<Settings> {
    const before = knownSince(repository, change);
    // A push to a repository's own config changes no owner's.
    if (pushed === undefined || repository.name === OWNERS_REPOSITORY) files.forgetOwners(repository, change);
    const found = await readUnlessRefused(work, octokit, { repository, pushed });
    const settings = await settingsFrom(work, octokit, { repository, found, pushed, before });
    known.set(repository.id, { readAt: clock().getTime(), change, files: found ?? UNREADABLE, settings });
    return settings;
  }
}

/** The files of a repository that were read now, and the settings that were known before. */
interface Reading {
  readonly repository: Repository;
  /** `undefined` when GitHub does not let the app read the files. */
  readonly found: ConfigFiles | undefined;
  readonly pushed: SettingsPush | undefined;
  readonly before: Known | undefined;
}

/** The settings that the files give, stored where something may have changed. */
async function settingsFrom(
  work: SettingsWork,
  octokit: GitHubClient,
  { repository, found, pushed, before }: Reading,
): Promise<Settings> {
  if (found === undefined) return keepLastSettings(work, octokit, repository);
  const isNew = pushed !== undefined || before === undefined || !isSame(before.files, found);
  const read = isNew ? await keepSettings(work, octokit, { repository, found, pushed }) : before.settings;
  return {
    ...read,
    unreadAttributes: { count: found.attributes.unread, isListed: found.isListed },
    scopeWarnings: read.problem === undefined ? await scopeWarnings(work, repository, found) : [],
  };
}

/** The repositories of an owner that use the owner's config, since they have none. */
async function listHeirs(
  { repositories, settings }: SettingsWork["stores"],
  owners: Repository,
): Promise<Repository[]> {
  const heirs: Repository[] = [];
  for (const repository of await repositories.listByOwner(owners.owner)) {
    const stored = await settings.find(repository.id);
    if (repository.id !== owners.id && stored?.source !== "repository") heirs.push(repository);
  }
  return heirs;
}

function isSame(a: ConfigFiles, b: ConfigFiles): boolean {
  return a.source === b.source && JSON.stringify(a) === JSON.stringify(b);
}
