import { DAY_MS } from "../domain/durations.ts";
import { isOver } from "../domain/waits.ts";
import { nextTry } from "../queue/backoff.ts";
import { recordBug } from "../queue/bugs.ts";
import { pauseRequests } from "../queue/pause-requests.ts";
import type { SharedSource } from "../queue/shared-source.ts";
import type { Unread } from "../storage/unread.ts";
import { readAgain } from "./read-again.ts";
import type { ReattributionOptions } from "./reattribute.ts";

/** Leaves most of GitHub's hourly limit for an installation to current events. */
const PACE_MS = 3_000;
/** The pace of all servers together. */
const PACE = { name: "reading-again" } as const;

/**
 * Requests unread facts again.
 *
 * Facts for which other work waits come first. Facts recorded as missing are requested slowly.
 */
export function readAgainWork(options: ReattributionOptions): SharedSource<Unread> {
  const { stores, authenticate, log, clock, onStale, settings } = options;
  return {
    ...paced(options),
    partitionKey: ({ repositoryId }) => repositoryId,
    async work(noted) {
      const line = { repositoryId: noted.repositoryId, kind: noted.kind, tries: noted.tries };
      try {
        const missing = await read(noted);
        const outcome = missing === undefined ? "Missing facts read" : "Facts still missing from GitHub";
        log.info({ ...line, missing }, outcome);
      } catch (error) {
        const dueAt = await putOff(noted, error);
        await pauseRequests(stores, { of: noted, error, at: clock() });
        await recordBug(stores, { work: "reading again", error, at: clock() });
        log.warn({ ...line, dueAt, err: error }, "Missing facts not read, will be tried later");
      }
    },
  };

  async function read(noted: Unread): Promise<Unread["missing"]> {
    const repository = await stores.repositories.find(noted.repositoryId);
    if (repository === undefined) return undefined;
    const octokit = await authenticate(repository);
    const found = { repository, settings: await settings.load(octokit, repository) };
    await readAgain(octokit, stores, { ...found, noted, now: clock() });
    onStale();
    return (await stores.unread.find(noted))?.missing;
  }

  async function putOff(noted: Unread, error: unknown): Promise<Date> {
    const now = clock();
    const dueAt = nextTry(now, { error, attempts: noted.tries })?.at ?? new Date(now.getTime() + DAY_MS);
    const known = await stores.unread.find(noted);
    if (known !== undefined) await stores.unread.save({ ...known, dueAt });
    return dueAt;
  }
}

/** Finds due facts, at the pace of recorded ones. */
function paced({ stores, clock }: ReattributionOptions): Pick<SharedSource<Unread>, "next" | "listDue"> {
  // It saves questions to the store, which keeps the pace of all servers.
  let nextAt = 0;
  return {
    async next(busyRepositories, only) {
      const now = clock();
      const isUrgentOnly = !isOver(nextAt, now.getTime(), PACE_MS);
      const due = await stores.unread.findNextDue(now, { busyRepositories, isUrgentOnly, only });
      if (due?.missing === undefined) return due;
      nextAt = now.getTime() + PACE_MS;
      return (await stores.waits.tryBegin(PACE, now, PACE_MS)) ? due : undefined;
    },
    async listDue(page) {
      const now = clock();
      const isPaced = !isOver(nextAt, now.getTime(), PACE_MS) || (await stores.waits.find(PACE, now))?.isOn;
      return stores.unread.listDueRepositories(now, { ...page, isUrgentOnly: isPaced === true });
    },
  };
}
