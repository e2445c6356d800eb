import type { Config } from "../config/config.ts";
import { DEFAULT_POLICY } from "../domain/policy.ts";
import type { OwnerSettings } from "../storage/settings.ts";
import type { ConfigText } from "./config-files.ts";
import { UNSAID } from "./rules.ts";
import type { SettingsWork } from "./settings.ts";
import { parseUsable, policyOf } from "./usable-config.ts";

/** Stores the settings that an owner's config has for the owner's digest. Without a valid config the last ones stay. */
export async function keepOwnerSettings(
  work: SettingsWork,
  installationId: number,
  text: ConfigText,
): Promise<OwnerSettings> {
  const { config } = parseUsable(work, text, { installationId });
  if (config !== undefined) return keepOwnerConfig(work, { installationId, config, since: work.clock() });
  const last = await work.stores.settings.findOwner(installationId);
  return last ?? { policy: DEFAULT_POLICY, timezone: UNSAID.timezone };
}

/** An owner's config, and the time from which it is valid. */
interface OwnerConfig {
  readonly installationId: number;
  readonly config: Config;
  readonly since: Date;
}

/** Stores the settings of a valid owner's config. Its declaration of spend is dated. */
export async function keepOwnerConfig(
  { stores }: SettingsWork,
  { installationId, config, since }: OwnerConfig,
): Promise<OwnerSettings> {
  const said = { policy: policyOf(config), timezone: config.timezone };
  await stores.settings.saveOwner(installationId, said);
  await stores.spendDeclarations.save(installationId, config.spend, since);
  return said;
}
