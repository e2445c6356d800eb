import { createHash } from "node:crypto";
import type { Logger } from "pino";
import { attributeChange } from "../domain/attribution/change-attribution.ts";
import { weekOf } from "../domain/metric/week.ts";
import { FINAL_AFTER, judge, type ShippedChange } from "../domain/shipping/judgement.ts";
import { type CheckRunPlace, createCheckRun, findCheckRun, updateCheckRun } from "../github/check-runs.ts";
import { type GitHubClient, statusOf } from "../github/octokit.ts";
import { type RenderedCheckRun, renderCheckRun } from "../render/check-run.ts";
import type { StoredPullRequest } from "../storage/changes.ts";
import type { StaleCheckRun } from "../storage/check-runs.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { retryAt } from "./backoff.ts";
import { zoneOf } from "./measure.ts";
import type { WorkSource } from "./work-loop.ts";

/** What writing to GitHub needs. */
export interface GitHubJobOptions {
  readonly stores: Stores;
  /** An Octokit that acts as the app on an installation. */
  readonly authenticate: (installationId: number) => Promise<GitHubClient>;
  readonly log: Logger;
  readonly clock: () => Date;
}

/**
 * Makes every check run show what is known, writing only what differs from what GitHub shows.
 *
 * A run is created once. That a creation is sent is stored before, so after a lost answer the run is looked for first.
 */
export function checkRunWork({
  stores,
  authenticate,
  log,
  clock,
}: GitHubJobOptions): WorkSource<StaleCheckRun> {
  return {
    next: (busy) => stores.checkRuns.nextStale(clock(), busy),
    laneOf: ({ repositoryId }) => repositoryId,
    async work(stale) {
      const outcome = { repositoryId: stale.repositoryId, number: stale.number };
      try {
        const written = await update(stale);
        if (written !== "nothing") log.info({ ...outcome, written }, "Check run written");
      } catch (error) {
        const later = retryAt(clock(), stale.attempts);
        await stores.checkRuns.putOff(stale, later);
        log.warn(
          { ...outcome, status: statusOf(error), error: String(error), retryAt: later },
          "Check run not updated",
        );
      }
    },
  };

  async function update(stale: StaleCheckRun): Promise<"created" | "updated" | "nothing"> {
    const repository = await stores.repositories.find(stale.repositoryId);
    const pull = await stores.changes.find(stale.repositoryId, stale.number);
    const isGone = pull === undefined || (stale.checkRunId === undefined && stale.headSha !== pull.headSha);
    if (repository === undefined || isGone) {
      // Nothing stands on this head, and what is said now belongs on another one.
      await stores.checkRuns.putOff(stale, undefined);
      return "nothing";
    }
    const shipped = pull.state === "merged" ? await judgeOne(stores, pull, clock()) : undefined;
    const content = contentOf(pull, { shipped, zone: await zoneOf(stores, repository) });
    const shown = createHash("sha256").update(JSON.stringify(content)).digest("base64url");
    const isFinal =
      clock().getTime() - (shipped?.arrival?.at.getTime() ?? Number.POSITIVE_INFINITY) > FINAL_AFTER;
    const isSame = stale.shown === shown && stale.checkRunId !== undefined;
    const checkRunId = isSame ? stale.checkRunId : await write(repository, stale, content);
    if (checkRunId !== undefined) await stores.checkRuns.markShown(stale, { checkRunId, shown, isFinal });
    if (isSame) return "nothing";
    return stale.checkRunId === undefined ? "created" : "updated";
  }

  async function write(
    repository: Repository,
    stale: StaleCheckRun,
    content: RenderedCheckRun,
  ): Promise<number> {
    const octokit = await authenticate(repository.installationId);
    const place: CheckRunPlace = { headSha: stale.headSha, externalId: `#${stale.number}` };
    const isLost = stale.checkRunId === undefined && stale.createdAt !== undefined;
    const checkRunId = isLost ? await findCheckRun(octokit, repository, place) : stale.checkRunId;
    if (checkRunId !== undefined) {
      await updateCheckRun(octokit, repository, { checkRunId, content });
      return checkRunId;
    }
    await stores.checkRuns.markCreating(stale, clock());
    return createCheckRun(octokit, repository, { place, content });
  }
}

/** What became of one merged pull request, by all that bears on it. */
export async function judgeOne(
  { histories }: Pick<Stores, "histories">,
  { repositoryId, id }: Pick<StoredPullRequest, "repositoryId" | "id">,
  now: Date,
): Promise<ShippedChange | undefined> {
  const facts = await histories.loadAround(repositoryId, [id]);
  return judge(facts.changes, { ...facts, now }).find(({ change }) => change.id === id);
}

function contentOf(
  pull: StoredPullRequest,
  { shipped, zone }: { readonly shipped: ShippedChange | undefined; readonly zone: string },
): RenderedCheckRun {
  return renderCheckRun({
    state: pull.state,
    commits: pull.commits,
    attribution: attributeChange(pull.account, pull.commits),
    isEffective: pull.isEffective,
    shipped,
    week: pull.mergedAt && weekOf(pull.mergedAt, zone),
  });
}
