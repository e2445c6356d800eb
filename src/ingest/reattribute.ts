import { AGENTS_VERSION } from "../domain/attribution/agents.ts";
import { DAY_MS } from "../domain/durations.ts";
import { isOver } from "../domain/waits.ts";
import { undefinedWhenUnanswered } from "../github/octokit.ts";
import { NO_EVENT } from "../github/when.ts";
import { classifyError } from "../operations/error-kind.ts";
import { recordBug } from "../queue/bugs.ts";
import { pauseRequests } from "../queue/pause-requests.ts";
import type { SharedSource } from "../queue/shared-source.ts";
import { readNotes } from "./notes.ts";
import { readChange } from "./read-change.ts";
import type { WorkOptions } from "./work-options.ts";

/** Uses a quarter of GitHub's hourly limit for an installation. The rest is left for current events. */
const PACE_MS = 3_000;
/** The pace of all servers together. */
const PACE = { name: "re-attribution" } as const;
/** The pause of a repository in which a change could not be read. The others continue. */
const PAUSE_AFTER_FAILURE_MS = 600_000;
/** The pause after a bug, which recurs until another version starts. */
const PAUSE_AFTER_BUG_MS = DAY_MS;

/** The options for attributing again; `onStale` is called when a check run may be outdated. */
export interface ReattributionOptions extends WorkOptions {
  readonly onStale: () => void;
}

/** The key of a pull request. */
interface OutdatedPull {
  readonly repositoryId: number;
  readonly number: number;
}

/**
 * Reads the commits of changes again, slowly, if they were attributed with an older table of agents.
 *
 * Messages are not stored, so GitHub must be asked. A failure loses nothing: the change stays outdated.
 */
export function reattributionWork(options: ReattributionOptions): SharedSource<OutdatedPull> {
  const { stores, log, clock } = options;
  // It saves questions to the store, which keeps the pace of all servers.
  let nextAt = 0;
  return {
    async next(busy, only) {
      const now = clock();
      if (!isOver(nextAt, now.getTime(), PACE_MS)) return undefined;
      nextAt = now.getTime() + PACE_MS;
      const outdated = { agentsVersion: AGENTS_VERSION, busyRepositories: busy, now, only };
      const found = await stores.changes.findOutdated(outdated);
      return found && (await stores.waits.tryBegin(PACE, now, PACE_MS)) ? found : undefined;
    },
    async listDue({ after }) {
      const now = clock();
      if (!isOver(nextAt, now.getTime(), PACE_MS) || (await stores.waits.find(PACE, now))?.isOn) return [];
      const outdated = { agentsVersion: AGENTS_VERSION, busyRepositories: [], now };
      const found = await stores.changes.findOutdated(outdated);
      return found !== undefined && found.repositoryId > after ? [found.repositoryId] : [];
    },
    partitionKey: ({ repositoryId }) => repositoryId,
    async work({ repositoryId, number }) {
      try {
        await reattribute(options, { repositoryId, number });
        log.info({ repositoryId, number, agentsVersion: AGENTS_VERSION }, "Change attributed again");
      } catch (error) {
        const pause = classifyError(error) === "bug" ? PAUSE_AFTER_BUG_MS : PAUSE_AFTER_FAILURE_MS;
        const now = clock();
        const until = new Date(now.getTime() + pause);
        await stores.waits.begin({ name: "re-attribution", repositoryId }, { now, until });
        await pauseRequests(stores, { of: { repositoryId }, error, at: now });
        await recordBug(stores, { work: "re-attribution", error, at: clock() });
        log.warn({ repositoryId, number, err: error }, "Change not attributed again, will be tried later");
      }
    },
  };
}

/** Reads the declarations of a change again. */
async function reattribute(
  { stores, authenticate, clock, onStale, settings }: ReattributionOptions,
  { repositoryId, number }: OutdatedPull,
): Promise<void> {
  const repository = await stores.repositories.find(repositoryId);
  const pull = await stores.changes.find(repositoryId, number);
  if (repository === undefined || pull === undefined) return;
  const octokit = await authenticate(repository);
  const known = await settings.load(octokit, repository);
  const of = { repository, source: pull, settings: known, when: NO_EVENT, refusals: 0, isAgain: false };
  const result = await readChange(octokit, stores, of).catch(undefinedWhenUnanswered);
  // If GitHub no longer provides the commits, the earlier facts stay.
  if (result === undefined)
    await stores.changes.markAttributed({ repositoryId, id: pull.id }, AGENTS_VERSION);
  else await stores.changes.saveRead({ repositoryId, id: pull.id }, result.read);
  const own = (result?.read.own ?? []).map((sha) => ({ sha, mergedAt: pull.mergedAt }));
  await readNotes(octokit, stores, { repository, settings: known, commits: own, at: clock() });
  const key = { repositoryId, headSha: pull.headSha, number };
  await stores.checkRuns.markStale(key, { at: clock(), isUrgent: false });
  onStale();
}
