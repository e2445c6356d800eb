import type { Config } from "../config/config.ts";
import { DEFAULT_POLICY } from "../domain/policy.ts";
import { identifyScopes, isPartial } from "../domain/scopes/named-scopes.ts";
import type { OwnerSettings } from "../storage/settings.ts";
import type { ConfigText, Owner } from "./config-files.ts";
import { readMergedAgain } from "./read-merged-again.ts";
import { EVER, UNSAID } from "./rules.ts";
import type { SettingsWork } from "./settings.ts";
import { parseUsable, policyOf } from "./usable-config.ts";

/** Stores the settings that an owner's config has for the owner's digest. Without a valid config the last ones stay. */
export async function keepOwnerSettings(
  work: SettingsWork,
  owner: Owner,
  text: ConfigText,
): Promise<OwnerSettings> {
  const { installationId } = owner;
  const { config } = parseUsable(work, text, { installationId });
  if (config !== undefined)
    return keepOwnerConfig(work, { owner, config, since: work.clock(), isPushed: false });
  const last = await work.stores.settings.findOwner(installationId);
  return last ?? { policy: DEFAULT_POLICY, timezone: UNSAID.timezone };
}

/** An owner's config, and the time from which it is valid. */
interface OwnerConfig {
  readonly owner: Owner;
  readonly config: Config;
  readonly since: Date;
  /** Whether a push made it so. */
  readonly isPushed: boolean;
}

/** Stores the settings of a valid owner's config. Its scopes and its declaration of spend are dated. */
export async function keepOwnerConfig(
  work: SettingsWork,
  { owner, config, since, isPushed }: OwnerConfig,
): Promise<OwnerSettings> {
  const { stores } = work;
  const { installationId } = owner;
  const said = { policy: policyOf(config), timezone: config.timezone };
  await stores.settings.saveOwner(installationId, said);
  await stores.spendDeclarations.save(installationId, config.spend, since, { isPushed });
  await keepScopes(work, { owner, config, since, isPushed });
  return said;
}

async function keepScopes(
  work: SettingsWork,
  { owner: { owner, installationId }, config, since, isPushed }: OwnerConfig,
): Promise<void> {
  const { scopes, repositories } = work.stores;
  const known = await scopes.list(installationId);
  const last = known.at(-1);
  const all = await repositories.listByOwner(owner);
  // The first known scopes are valid for all time before, too. Before a push there were other ones, or none.
  if (last === undefined && isPushed) await scopes.save(installationId, [], EVER);
  const named = identifyScopes(config.scopes, { repositories: all, before: last?.scopes ?? [] });
  const isNew = await scopes.save(installationId, named, since, { isPushed });
  // Only partial scopes are judged when a change is read.
  if (isNew && [...known.flatMap((each) => each.scopes), ...named].some(isPartial))
    await readMergedAgain(work, all, last === undefined && !isPushed ? EVER : since);
}
