import { createHash } from "node:crypto";
import type { Logger } from "pino";
import { attributeChange } from "../domain/attribution/change-attribution.ts";
import { weekOf } from "../domain/metric/week.ts";
import {
  deriveShipping,
  FINAL_AFTER,
  type ShippedChange,
  type Shipping,
} from "../domain/shipping/shipping.ts";
import { type CheckRunPlace, createCheckRun, findCheckRun, updateCheckRun } from "../github/check-runs.ts";
import { type GitHubClient, statusOf } from "../github/octokit.ts";
import { type RenderedCheckRun, renderCheckRun } from "../render/check-run.ts";
import type { StoredPullRequest } from "../storage/changes.ts";
import type { StaleCheckRun } from "../storage/check-runs.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { retryAt } from "./backoff.ts";
import type { WorkSource } from "./work-loop.ts";

/** What writing to GitHub needs. */
export interface GitHubJobOptions {
  readonly stores: Stores;
  /** An Octokit that acts as the app on an installation. */
  readonly authenticate: (installationId: number) => Promise<GitHubClient>;
  readonly log: Logger;
  readonly clock: () => Date;
}

/** The zone of days and weeks while no configuration says otherwise. */
export const ZONE = "utc";

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
  const shippingOf = rememberingShipping(stores, clock);
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
    const shipped =
      pull.state === "merged" ? (await shippingOf(stale)).changes.get(`#${pull.number}`) : undefined;
    const content = contentOf(pull, shipped);
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

/**
 * Derives what shipped in the repository of a check run, once for all that one deployment made stale.
 *
 * What was derived after a run was marked stale has seen the facts that made it so.
 */
function rememberingShipping({ histories }: Pick<Stores, "histories">, clock: () => Date) {
  let latest: { repositoryId: number; derivedAt: Date; shipping: Shipping } | undefined;
  return async ({ repositoryId, staleSince }: StaleCheckRun): Promise<Shipping> => {
    if (latest?.repositoryId === repositoryId && latest.derivedAt > staleSince) return latest.shipping;
    const derivedAt = clock();
    const shipping = deriveShipping(await histories.load(repositoryId), derivedAt);
    latest = { repositoryId, derivedAt, shipping };
    return shipping;
  };
}

function contentOf(pull: StoredPullRequest, shipped: ShippedChange | undefined): RenderedCheckRun {
  return renderCheckRun({
    state: pull.state,
    commits: pull.commits,
    attribution: attributeChange(pull.author, pull.commits),
    isEffective: pull.isEffective,
    shipped,
    week: pull.mergedAt && weekOf(pull.mergedAt, ZONE),
  });
}
