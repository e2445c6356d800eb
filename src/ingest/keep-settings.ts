import { DEFAULT_CONFIG } from "../config/default-config.ts";
import { DEFAULT_POLICY } from "../domain/policy.ts";
import type { StoredRules } from "../domain/records/rules.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { Repository } from "../storage/repositories.ts";
import type { StoredSettings } from "../storage/settings.ts";
import { type ConfigFiles, OWNERS_REPOSITORY } from "./config-files.ts";
import { loadScopes } from "./load-scopes.ts";
import { keepOwnerConfig } from "./owner-settings.ts";
import { readMergedAgain } from "./read-merged-again.ts";
import { EVER, toStoredRules, UNSAID, withSharedList } from "./rules.ts";
import type { Settings, SettingsPush, SettingsWork } from "./settings.ts";
import { parseUsable, policyOf, type UsableConfig } from "./usable-config.ts";

type Dated = Pick<StoredRules, "since">;

/** The files of a repository, and the push that changed them, if there was one. */
interface FoundFiles {
  readonly repository: Repository;
  readonly found: ConfigFiles;
  readonly pushed: SettingsPush | undefined;
}

/** The value for files that GitHub does not let the app read. */
export const UNREADABLE: ConfigFiles = {
  config: undefined,
  source: "none",
  attributes: { files: [], unread: 0 },
  codeowners: [],
  isListed: true,
};

/** The settings while the files cannot be read: the last ones, or the defaults. */
export async function keepLastSettings(
  work: SettingsWork,
  octokit: GitHubClient,
  repository: Repository,
): Promise<Settings> {
  const rules = (await work.stores.rules.list(repository.id)).map(withSharedList);
  const stored = await work.stores.settings.find(repository.id);
  const current = rules.at(-1);
  if (stored !== undefined && current !== undefined) return { ...stored, rules, current };
  return keepSettings(work, octokit, { repository, found: UNREADABLE, pushed: undefined });
}

/** Stores the settings that the files give. While the config is invalid, the last rules and policy stay. */
export async function keepSettings(
  work: SettingsWork,
  octokit: GitHubClient,
  { repository, found, pushed }: FoundFiles,
): Promise<Settings> {
  const { stores, clock } = work;
  const { config, problem } = parseUsable(work, found, { repositoryId: repository.id });
  const kept = await stores.rules.list(repository.id);
  await keepOwned(work, repository, { found, pushed });
  const told = { isPushed: pushed !== undefined };
  if (config !== undefined || kept.length === 0) {
    const since = startFor(kept, pushed, clock());
    const said = { config: config ?? DEFAULT_CONFIG, gitattributes: found.attributes.files, since };
    const stored = await toStoredRules(octokit, stores, repository, said);
    const isNew = await stores.rules.save(repository.id, stored, told);
    if (isNew && kept.length > 0)
      await readMergedAgain(work, [repository], validFrom(await stores.rules.list(repository.id), since));
  }
  const since = pushed?.at ?? clock();
  const stored = await keepPolicy(work, repository, {
    ...{ source: found.source, config, problem, since },
    ...told,
  });
  const rules = (await stores.rules.list(repository.id)).map(withSharedList);
  return { ...stored, rules, current: rules.at(-1) ?? UNSAID };
}

/** The time for settings: that of their push, or of their reading. Without a push, the first ones are from ever. */
function startFor(known: readonly Dated[], pushed: SettingsPush | undefined, now: Date): Date {
  return pushed?.at ?? (known.length === 0 ? EVER : now);
}

/** The time from which stored settings are valid: the first known ones are for all time before, too. */
function validFrom([_, second]: readonly Dated[], since: Date): Date {
  return second !== undefined && second.since <= since ? since : EVER;
}

/** Stores the lines of `CODEOWNERS`. */
async function keepOwned(
  work: SettingsWork,
  repository: Repository,
  { found, pushed }: Pick<FoundFiles, "found" | "pushed">,
): Promise<void> {
  const { codeOwners } = work.stores;
  const known = await codeOwners.list(repository.id);
  const since = startFor(known, pushed, work.clock());
  const dated = { since, lines: found.codeowners };
  const isNew = await codeOwners.save(repository.id, dated, { isPushed: pushed !== undefined });
  if (!isNew || known.length === 0) return;
  const { codeowners } = await loadScopes(work.stores, repository);
  if (codeowners.length > 0) await readMergedAgain(work, [repository], validFrom(codeowners, since));
}

/**
 * Stores the settings that do not decide what counts. They are valid at once, also for the check runs of open pull
 * requests.
 */
async function keepPolicy(
  work: SettingsWork,
  { id, installationId, owner, name }: Repository,
  {
    source,
    config,
    problem,
    since,
    isPushed,
  }: UsableConfig & Pick<StoredSettings, "source"> & { readonly since: Date; readonly isPushed: boolean },
): Promise<StoredSettings> {
  const { stores, clock } = work;
  const before = await stores.settings.find(id);
  const policy = config ? policyOf(config) : (before?.policy ?? DEFAULT_POLICY);
  const stored = { source, policy, problem };
  const isChanged = await stores.settings.save(id, stored);
  if (isChanged && before !== undefined) await stores.checkRuns.markOpenStale(id, clock());
  if (name === OWNERS_REPOSITORY && config !== undefined)
    await keepOwnerConfig(work, { owner: { installationId, owner }, config, since, isPushed });
  return stored;
}
