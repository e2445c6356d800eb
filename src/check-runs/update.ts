import { createHash } from "node:crypto";
import type { StoredPullRequest } from "../domain/records/change.ts";
import { type JudgedChange, judge } from "../domain/shipping/judgement.ts";
import { type CheckRunPlace, createCheckRun, findCheckRun, updateCheckRun } from "../github/check-runs.ts";
import { type GitHubClient, isRejected } from "../github/octokit.ts";
import type { WorkOptions } from "../ingest/work-options.ts";
import { failureOf, nextTry } from "../queue/backoff.ts";
import { rememberMistake } from "../queue/mistakes.ts";
import type { WorkSource } from "../queue/work-loop.ts";
import { type RenderedCheckRun, renderUnknownQueue } from "../render/check-run.ts";
import type { StaleCheckRun } from "../storage/check-runs.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { checkRunContent, isFinal } from "./content.ts";
import { isRefusedForGood, isYoung } from "./refusals.ts";
import { shipSaid } from "./ship-said.ts";
import { waitOf } from "./waiting.ts";

/** What writing check runs needs. */
export interface CheckRunOptions extends WorkOptions {
  /** Where the definition is explained; `undefined` when that is not known. */
  readonly definitionUrl: string | undefined;
}

/**
 * Makes every check run show what is known, writing only what differs from what GitHub shows.
 *
 * A run is created once. That a creation is sent is stored before, so after a lost answer the run is looked for first. One
 * that is gone (GitHub deletes them 400 days later, docs.github.com, "Check runs") is looked for too, and made anew where it
 * still belongs. What GitHub refuses for good is a state of the repository, in which its check runs wait without a try.
 */
export function checkRunWork(options: CheckRunOptions): WorkSource<StaleCheckRun> {
  const { stores, authenticate, log, clock, settings, definitionUrl, tally } = options;
  return {
    next: (busy) => stores.checkRuns.nextStale(clock(), busy),
    laneOf: ({ repositoryId }) => repositoryId,
    async work(stale) {
      const line = { repositoryId: stale.repositoryId, number: stale.number };
      try {
        const written = await update(stale);
        tally?.checkRunWorked(written);
        if (written !== "nothing") log.info({ ...line, written }, "Check run written");
      } catch (error) {
        if (await isRefusedForGood(options, stale, error).catch(() => false))
          return tally?.checkRunWorked("refused");
        const next = nextTry(clock(), { error, attempts: stale.attempts });
        await stores.checkRuns.putOff(stale, next);
        tally?.checkRunWorked(failureOf(error, next));
        await rememberMistake(stores, { work: "check run", error, at: clock() });
        log.warn({ ...line, dueAt: next?.at, err: error }, "Check run not updated");
      }
    },
  };

  async function update(stale: StaleCheckRun): Promise<Written> {
    const repository = await stores.repositories.find(stale.repositoryId);
    const pull = await stores.changes.find(stale.repositoryId, stale.number);
    const isNew = stale.checkRunId === undefined;
    const isElsewhere = isNew && !stale.isQueueHead && stale.headSha !== pull?.headSha;
    // Nothing stands on this head, and what is said now belongs on another one; or there is nothing to say.
    if (repository === undefined || isElsewhere || (pull === undefined && !stale.isQueueHead)) {
      return giveUp(stale);
    }
    const octokit = await authenticate(repository);
    const known = await settings.of(octokit, repository);
    // What was written before is kept right, so that no failure stays behind.
    if (isNew && !known.policy.check.enabled) return giveUp(stale);
    const shipped = pull?.state === "merged" ? await judgeOne(stores, pull, clock()) : undefined;
    const noted = await stores.unread.find({ ...stale, kind: "change", name: `#${stale.number}` });
    const waiting = await waitOf(stores, { repositoryId: repository.id, shipped, now: clock() });
    const { choice } = await shipSaid(stores, repository.id, clock());
    const told = { shipped, lacks: noted?.lacks, waiting, choice };
    const sources = { ...told, settings: known, definitionUrl, now: clock() };
    const content = pull === undefined ? renderUnknownQueue() : checkRunContent(pull, sources);
    const shown = createHash("sha256").update(JSON.stringify(content)).digest("base64url");
    const isSame = stale.shown === shown && !isNew;
    const checkRunId = isSame ? stale.checkRunId : await write(octokit, { repository, stale, content });
    // It is gone: from now on it is as one whose creation was never answered.
    if (checkRunId === undefined)
      return update({ ...stale, checkRunId, createdAt: stale.createdAt ?? clock() });
    await stores.checkRuns.markShown(stale, { checkRunId, shown, isFinal: isFinal(shipped, clock()) });
    await stores.refusals.lift({ repositoryId: repository.id, refused: "check-runs" });
    if (isSame) return "nothing";
    return isNew ? "created" : "updated";
  }

  async function giveUp(stale: StaleCheckRun): Promise<Written> {
    await stores.checkRuns.markUnneeded(stale);
    return "nothing";
  }

  /** Returns GitHub's id of the run; `undefined` when one that was there is gone. */
  async function write(
    octokit: GitHubClient,
    of: {
      readonly repository: Repository;
      readonly stale: StaleCheckRun;
      readonly content: RenderedCheckRun;
    },
  ): Promise<number | undefined> {
    const { repository, stale, content } = of;
    const place: CheckRunPlace = { headSha: stale.headSha, externalId: `#${stale.number}` };
    const isLost = stale.checkRunId === undefined && stale.createdAt !== undefined;
    const checkRunId = isLost ? await findCheckRun(octokit, repository, place) : stale.checkRunId;
    if (checkRunId !== undefined) {
      const isThere = await updateCheckRun(octokit, repository, { checkRunId, content });
      if (isThere) return checkRunId;
      // It was found a moment ago, or is so young that GitHub may not know it everywhere yet.
      if (isLost || isYoung(stale.createdAt, clock())) throw new VanishedError();
      await stores.checkRuns.markGone(stale, clock());
      return undefined;
    }
    await stores.checkRuns.markCreating(stale, clock());
    return createCheckRun(octokit, repository, { place, content }).catch(async (error: unknown) => {
      // What GitHub refused was not made, so nothing has to be looked for, and nothing counts in the hour's quota.
      if (isRejected(error)) await stores.checkRuns.markRefused(stale);
      throw error;
    });
  }
}

/** GitHub lists a check run and does not know it. */
class VanishedError extends Error {
  override readonly name = "VanishedError";

  constructor() {
    super("GitHub does not know a check run that it should have");
  }
}

type Written = "created" | "updated" | "nothing";

/** What became of one merged pull request, by all that bears on it. */
async function judgeOne(
  { histories }: Pick<Stores, "histories">,
  { repositoryId, id }: Pick<StoredPullRequest, "repositoryId" | "id">,
  now: Date,
): Promise<JudgedChange | undefined> {
  const facts = await histories.loadAround(repositoryId, [id]);
  return judge(facts.changes, { ...facts, now }).find(({ change }) => change.id === id);
}
