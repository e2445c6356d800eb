import type { Config } from "../config/config.ts";
import { DEFAULT_ATTRIBUTION } from "../domain/attribution/attribution-rules.ts";
import type { StoredRules } from "../domain/records/rules.ts";
import { DEFAULT_RULES } from "../domain/shipping/rules.ts";
import { fetchAccountId } from "../github/accounts.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";

/** The first known settings are valid for all time before, too. */
export const EVER = new Date(0);

/** The rules of a repository without any file. */
export const UNSAID: StoredRules = {
  ...DEFAULT_RULES,
  ...DEFAULT_ATTRIBUTION,
  exclude: [],
  gitattributes: [],
  bots: [],
  timezone: "UTC",
};

/** A config and `.gitattributes`, with the time from which they are valid. */
interface ChoiceRules {
  readonly config: Config;
  readonly gitattributes: StoredRules["gitattributes"];
  readonly since: Date;
}

/** Makes rules from a config. Its accounts are stored as keyed hashes. */
export async function toStoredRules(
  octokit: GitHubClient,
  { installations }: Pick<Stores, "installations">,
  { installationId }: Repository,
  { config, gitattributes, since }: ChoiceRules,
): Promise<StoredRules> {
  const { agents, prose, ship, production, services, exclude, timezone } = config;
  const hashed = async (logins: readonly string[]) => {
    const ids = await Promise.all(logins.map((login) => fetchAccountId(octokit, login)));
    const found = ids.filter((id) => id !== undefined);
    return Promise.all(found.map((id) => installations.computePseudonym(installationId, id)));
  };
  return {
    since,
    agents,
    prose,
    ship,
    production,
    services,
    exclude,
    gitattributes,
    timezone,
    bots: await hashed(config.bots),
    creators: config.creators.length === 0 ? undefined : await hashed(config.creators),
  };
}

/** The same rules, sharing one list if they have no agents of their own. */
export function withSharedList(rules: StoredRules): StoredRules {
  return rules.agents.length === 0 ? { ...rules, agents: DEFAULT_ATTRIBUTION.agents } : rules;
}
