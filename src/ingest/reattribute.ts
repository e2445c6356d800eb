import { AGENTS_VERSION } from "../domain/attribution/agents.ts";
import { DAY_MS } from "../domain/durations.ts";
import { isOver } from "../domain/waits.ts";
import { undefinedWhenUntold } from "../github/octokit.ts";
import { NO_EVENT } from "../github/when.ts";
import { kindOf } from "../operations/error-kind.ts";
import { rememberMistake } from "../queue/mistakes.ts";
import type { WorkSource } from "../queue/work-loop.ts";
import { readNotes } from "./notes.ts";
import { readChange } from "./read-change.ts";
import type { WorkOptions } from "./work-options.ts";

/** A quarter of the requests that GitHub allows an installation in an hour; the rest is left to what happens now. */
const PACE_MS = 3_000;
/** For how long a repository is left alone in which a change could not be read; the others go on. */
const PAUSE_AFTER_FAILURE_MS = 600_000;
/** What fails by a mistake of ours does so until another version starts. */
const PAUSE_AFTER_MISTAKE_MS = DAY_MS;

/** What attributing again needs; `onStale` is called when a check run may show something old. */
export interface ReattributionOptions extends WorkOptions {
  readonly onStale: () => void;
}

/** Which pull request of which repository. */
interface OutdatedPull {
  readonly repositoryId: number;
  readonly number: number;
}

/**
 * Reads again, slowly, the commits of changes that were attributed with an older table of agents.
 *
 * Messages are not stored, so GitHub must be asked. Nothing is lost by a failure: the change stays outdated.
 */
export function reattributionWork(options: ReattributionOptions): WorkSource<OutdatedPull> {
  const { stores, authenticate, log, clock, onStale, settings } = options;
  let nextAt = 0;
  const pausedUntil = new Map<number, number>();
  return {
    async next(busy) {
      const now = clock().getTime();
      if (!isOver(nextAt, now, PACE_MS)) return undefined;
      nextAt = now + PACE_MS;
      const paused = [...pausedUntil]
        .filter(([, until]) => !isOver(until, now, PAUSE_AFTER_MISTAKE_MS))
        .map(([id]) => id);
      return stores.changes.findOutdated(AGENTS_VERSION, [...busy, ...paused]);
    },
    laneOf: ({ repositoryId }) => repositoryId,
    async work({ repositoryId, number }) {
      try {
        await reattribute({ repositoryId, number });
        log.info({ repositoryId, number, agentsVersion: AGENTS_VERSION }, "Change attributed again");
      } catch (error) {
        const pause = kindOf(error) === "bug" ? PAUSE_AFTER_MISTAKE_MS : PAUSE_AFTER_FAILURE_MS;
        pausedUntil.set(repositoryId, clock().getTime() + pause);
        await rememberMistake(stores, { work: "re-attribution", error, at: clock() });
        log.warn({ repositoryId, number, err: error }, "Change not attributed again, will be tried later");
      }
    },
  };

  async function reattribute({ repositoryId, number }: OutdatedPull): Promise<void> {
    const repository = await stores.repositories.find(repositoryId);
    const pull = await stores.changes.find(repositoryId, number);
    if (repository === undefined || pull === undefined) return;
    const octokit = await authenticate(repository);
    const known = await settings.of(octokit, repository);
    const of = { repository, source: pull, settings: known, when: NO_EVENT, refusals: 0, isAgain: false };
    const result = await readChange(octokit, stores, of).catch(undefinedWhenUntold);
    // What GitHub does not know any more, or cannot tell, cannot be read again: what was read of it before stays.
    if (result === undefined)
      await stores.changes.markAttributed({ repositoryId, id: pull.id }, AGENTS_VERSION);
    else await stores.changes.saveRead({ repositoryId, id: pull.id }, result.read);
    const own = (result?.read.own ?? []).map((sha) => ({ sha, mergedAt: pull.mergedAt }));
    await readNotes(octokit, stores, { repository, settings: known, commits: own, at: clock() });
    const key = { repositoryId, headSha: pull.headSha, number };
    await stores.checkRuns.markStale(key, { at: clock(), isUrgent: false });
    onStale();
  }
}
