import type { Config } from "../config/config.ts";
import { DEFAULT_ATTRIBUTION } from "../domain/attribution/attribution-rules.ts";
import type { StoredRules } from "../domain/records/rules.ts";
import { DEFAULT_RULES } from "../domain/shipping/rules.ts";
import { fetchAccountId } from "../github/accounts.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";

/** What a repository without any file says. */
export const UNSAID: StoredRules = {
  ...DEFAULT_RULES,
  ...DEFAULT_ATTRIBUTION,
  exclude: [],
  gitattributes: [],
  bots: [],
  timezone: "UTC",
};

/** What a config and `.gitattributes` say about what counts from some time on. */
interface SaidRules {
  readonly config: Config;
  readonly gitattributes: StoredRules["gitattributes"];
  readonly since: Date;
}

/** Makes rules of what was said; the accounts that a config names are kept as keyed hashes. */
export async function toStoredRules(
  octokit: GitHubClient,
  { installations }: Pick<Stores, "installations">,
  { installationId }: Repository,
  { config, gitattributes, since }: SaidRules,
): Promise<StoredRules> {
  const { agents, prose, ship, production, services, exclude, timezone } = config;
  const hashed = async (logins: readonly string[]) => {
    const ids = await Promise.all(logins.map((login) => fetchAccountId(octokit, login)));
    const found = ids.filter((id) => id !== undefined);
    return Promise.all(found.map((id) => installations.pseudonym(installationId, id)));
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

/** The same rules, without a list of their own of no agents. */
export function withSharedList(rules: StoredRules): StoredRules {
  return rules.agents.length === 0 ? { ...rules, agents: DEFAULT_ATTRIBUTION.agents } : rules;
}
