import { type Config, parseConfig } from "../config/config.ts";
import { ConfigError } from "../config/config-error.ts";
import { CONFIG_PATHS } from "../config/location.ts";
import type { Policy } from "../domain/policy.ts";
import type { ConfigText } from "./config-files.ts";
import type { SettingsWork } from "./settings.ts";

/** A config, or the reason why it cannot be used. */
export interface UsableConfig {
  readonly config: Config | undefined;
  readonly problem: string | undefined;
}

/**
 * Parses a config. Check runs show the problem. The log names only the owner of the config, since the problem quotes
 * its text.
 */
export function parseUsable(
  { log }: Pick<SettingsWork, "log">,
  { config: text = "", path, problem }: ConfigText,
  whose: { repositoryId: number } | { installationId: number },
): UsableConfig {
  try {
    if (problem !== undefined) throw new ConfigError([{ text: problem }], { file: CONFIG_PATHS[0] });
    return { config: parseConfig(text, path), problem: undefined };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    log.warn(whose, "Config not right, the last one stays");
    return { config: undefined, problem: error.lines.join("\n") };
  }
}

/** The part of a config that does not decide what counts. */
export function policyOf({ digest, check, privacy, disclosure, notify }: Config): Policy {
  return { digest, check, privacy, disclosure, notify };
}
