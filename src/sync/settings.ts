import type { Logger } from "pino";
import { type Config, ConfigError, parseConfig } from "../config/config.ts";
import type { Agent } from "../domain/attribution/agent.ts";
import { DEFAULT_RULES } from "../domain/shipping/rules.ts";
import { fetchAccountId } from "../github/accounts.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { fetchSettingsTexts, type SettingsTexts } from "../github/repository-config.ts";
import type { Repository } from "../storage/repositories.ts";
import type { StoredRules } from "../storage/rules.ts";
import type { Stores } from "../storage/stores.ts";

/** What a repository says about how it is measured: all rules that ever held, the oldest first; there is one at least. */
export interface Settings {
  readonly rules: readonly StoredRules[];
  readonly current: StoredRules;
}

/** Where settings come from. */
export interface SettingsSource {
  /** The settings of a repository, read again when they are older than ten minutes. */
  of(octokit: GitHubClient, repository: Repository): Promise<Settings>;
  /** Reads the settings as a push left them; they hold from its time on. */
  refresh(
    octokit: GitHubClient,
    repository: Repository,
    pushed: { readonly sha: string; readonly at: Date },
  ): Promise<void>;
}

interface Known {
  readonly readAt: number;
  readonly texts: SettingsTexts;
  readonly rules: readonly StoredRules[];
}

const FRESH_MS = 600_000;
// One list for all who declare none, since the index of agents is kept for each list.
const NO_AGENTS: readonly Agent[] = [];
/** Settings that are known first hold for all time before, too. */
const EVER = new Date(0);

/** Reads settings from the default branch; while a config is wrong, the last valid one stays in effect. */
export function createSettingsSource(
  stores: Pick<Stores, "rules" | "installations">,
  { log, clock }: { readonly log: Logger; readonly clock: () => Date },
): SettingsSource {
  const known = new Map<number, Known>();
  return {
    async of(octokit, repository) {
      const before = known.get(repository.id);
      const isFresh = before !== undefined && clock().getTime() - before.readAt < FRESH_MS;
      const rules = isFresh ? before.rules : await read(octokit, repository);
      return { rules, current: rules.at(-1) ?? UNSAID };
    },
    async refresh(octokit, repository, { sha, at }) {
      await read(octokit, repository, { at, sha });
    },
  };

  async function read(
    octokit: GitHubClient,
    repository: Repository,
    pushed?: { readonly sha: string; readonly at: Date },
  ): Promise<readonly StoredRules[]> {
    const before = known.get(repository.id);
    const texts = await fetchSettingsTexts(octokit, repository, pushed?.sha);
    const isNew = pushed !== undefined || before === undefined || !isSame(before.texts, texts);
    const config = isNew ? parse(repository, texts.config) : undefined;
    const kept = await stores.rules.list(repository.id);
    if (config !== undefined || kept.length === 0) {
      const since = kept.length === 0 ? EVER : (pushed?.at ?? clock());
      await stores.rules.save(repository.id, await toRules(octokit, repository, { config, texts, since }));
    }
    const rules = isNew ? await stores.rules.list(repository.id) : (before?.rules ?? kept);
    known.set(repository.id, { readAt: clock().getTime(), texts, rules: rules.map(withSharedList) });
    return known.get(repository.id)?.rules ?? rules;
  }

  function parse({ owner, name }: Repository, text: string | undefined): Config | undefined {
    try {
      return parseConfig(text ?? "");
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const repository = `${owner}/${name}`;
      log.warn({ repository, problem: error.message }, "Config not right, the last one stays");
      return undefined;
    }
  }

  async function toRules(
    octokit: GitHubClient,
    { installationId }: Repository,
    {
      config = parseConfig(""),
      texts,
      since,
    }: { readonly config: Config | undefined; readonly texts: SettingsTexts; readonly since: Date },
  ): Promise<StoredRules> {
    const { agents, ship, production, services, exclude, timezone } = config;
    const hashed = async (logins: readonly string[]) => {
      const ids = await Promise.all(logins.map((login) => fetchAccountId(octokit, login)));
      const found = ids.filter((id) => id !== undefined);
      return Promise.all(found.map((id) => stores.installations.pseudonym(installationId, id)));
    };
    return {
      ...{ since, agents, ship, production, services, exclude, timezone },
      gitattributes: linguistLines(texts.gitattributes),
      bots: await hashed(config.bots),
      creators: config.creators.length === 0 ? undefined : await hashed(config.creators),
    };
  }
}

/** The lines that say what counts; a change of any other draws no line in the history. */
function linguistLines(text: string | undefined): string | undefined {
  const lines = text?.split("\n").filter((line) => line.includes("linguist-")) ?? [];
  return lines.length === 0 ? undefined : lines.join("\n");
}

/** What a repository without any file says. */
const UNSAID: StoredRules = {
  ...DEFAULT_RULES,
  agents: NO_AGENTS,
  exclude: [],
  gitattributes: undefined,
  bots: [],
  timezone: "UTC",
};

function withSharedList(rules: StoredRules): StoredRules {
  return rules.agents.length === 0 ? { ...rules, agents: NO_AGENTS } : rules;
}

function isSame(a: SettingsTexts, b: SettingsTexts): boolean {
  return a.config === b.config && a.gitattributes === b.gitattributes;
}
