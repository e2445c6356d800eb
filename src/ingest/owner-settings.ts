import type { Config } from "../config/config.ts";
import { DEFAULT_POLICY } from "../domain/policy.ts";
import { identifyScopes } from "../domain/scopes/named-scopes.ts";
import type { OwnerSettings } from "../storage/settings.ts";
import type { ConfigText, Owner } from "./config-files.ts";
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
  { stores }: SettingsWork,
  { owner, config, since, isPushed }: OwnerConfig,
): Promise<OwnerSettings> {
  const { installationId } = owner;
  const said = { policy: policyOf(config), timezone: config.timezone };
  await stores.settings.saveOwner(installationId, said);
  await stores.spendDeclarations.save(installationId, config.spend, since);
  await keepScopes(stores, { owner, config, since, isPushed });
  return said;
}

async function keepScopes(
  { scopes, repositories }: SettingsWork["stores"],
  { owner: { owner, installationId }, config, since, isPushed }: OwnerConfig,
): Promise<void> {
  const last = (await scopes.list(installationId)).at(-1);
  const before = last?.scopes ?? [];
  const known = { repositories: await repositories.listByOwner(owner), before };
  // The first known scopes are valid for all time before, too. Before a push there were other ones, or none.
  if (last === undefined && isPushed) await scopes.save(installationId, [], EVER);
  await scopes.save(installationId, identifyScopes(config.scopes, known), since);
}
