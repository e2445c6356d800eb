import type { Logger } from "pino";
import { ConfigError, parseConfig } from "../config/config.ts";
import type { Agent } from "../domain/attribution/agent.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { fetchConfigText } from "../github/repository-config.ts";
import type { Repository } from "../storage/repositories.ts";

/** Finds the agents that a repository's config declares beside the table. */
export type AgentSource = (octokit: GitHubClient, repository: Repository) => Promise<readonly Agent[]>;

const FRESH_MS = 600_000;
const NONE: readonly Agent[] = [];

/**
 * Reads agents from configs, and looks again after ten minutes.
 *
 * While a config is wrong, the agents that it last declared stay.
 */
export function createAgentSource({ log, clock }: { log: Logger; clock: () => Date }): AgentSource {
  const known = new Map<number, { readAt: number; text: string | undefined; agents: readonly Agent[] }>();
  return async (octokit, repository) => {
    const before = known.get(repository.id);
    const readAt = clock().getTime();
    if (before !== undefined && readAt - before.readAt < FRESH_MS) return before.agents;
    const text = await fetchConfigText(octokit, repository);
    const agents =
      before !== undefined && text === before.text ? before.agents : parse(repository, text, before?.agents);
    known.set(repository.id, { readAt, text, agents });
    return agents;
  };

  function parse({ owner, name }: Repository, text: string | undefined, before = NONE): readonly Agent[] {
    try {
      return text === undefined ? NONE : parseConfig(text).agents;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      log.warn(
        { repository: `${owner}/${name}`, problem: error.message },
        "Config not right, the last one stays",
      );
      return before;
    }
  }
}
