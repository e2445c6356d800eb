import { type GitHubClient, statusOf } from "../../github/octokit.ts";
import { rateLimitWait } from "../../github/rate-limits.ts";
import { isForGood } from "../../github/refusals.ts";
import { isNearReserve, type RequestBudget } from "../../github/request-budget.ts";
import { classifyError } from "../../operations/error-kind.ts";
import { errorText } from "../../operations/error-text.ts";
import { rememberMistake } from "../../queue/mistakes.ts";
import type { WorkSource } from "../../queue/work-loop.ts";
import type { Backfill } from "../../storage/backfill.ts";
import type { Repository } from "../../storage/repositories.ts";
import { recordRefusal } from "../refusals.ts";
import { updateTimeline } from "../timeline.ts";
import type { WorkOptions } from "../work-options.ts";
import { type KnownHistory, loadKnownHistory } from "./known-history.ts";
import { createOpenClaims, type OpenClaims } from "./open-claims.ts";
import type { Turn } from "./phase.ts";
import { afterPhase, PHASES } from "./phases.ts";

/** The options of a backfill; `onStale` is called when a check run may be outdated. */
interface BackfillOptions extends WorkOptions {
  readonly onStale: () => void;
  /** The most tries of a page; enough for about eight hours if absent. */
  readonly mostAttempts?: number;
}

/** The part of GitHub's limit that is left for current events. */
export const RESERVE = 0.2;
/** A failed page is tried again after 5 s, 20 s, 80 s, 5 min, then up to half an hour, for about eight hours. */
const MOST_ATTEMPTS = 20;
const FIRST_MS = 5_000;
const FACTOR = 4;
const LONGEST_MS = 1_800_000;
/** The most tries where GitHub refuses for good: a repository may be covered by the app for a moment only. */
const MOST_ATTEMPTS_REFUSED = 5;

/**
 * Reads the past of repositories, a page at a time. Repositories take turns.
 *
 * No page begins while work for current events waits. The progress is stored after each page, so a crash costs one
 * page. Nothing is written to GitHub but existing check runs.
 */
export function backfillWork(options: BackfillOptions): WorkSource<Backfill> {
  const { stores, authenticate, log, clock, onStale, settings, mostAttempts = MOST_ATTEMPTS } = options;
  /** The times until which installations rest, after they used up their share of requests. */
  const resting = new Map<number, Date>();
  /** The history of each repository whose present phase has asked for it. */
  const histories = new Map<number, Promise<KnownHistory>>();
  const openClaims = new Map<number, OpenClaims>();
  return {
    async next(busy) {
      const now = clock();
      const installations = [...resting].filter(([, until]) => until > now).map(([id]) => id);
      const due = await stores.backfills.nextDue(now, { repositories: busy, installations });
      return due === undefined || (await isSomethingDue(now)) ? undefined : due;
    },
    partitionKey: ({ repositoryId }) => repositoryId,
    async work(backfill) {
      const repository = await stores.repositories.find(backfill.repositoryId);
      if (repository === undefined) return;
      try {
        const octokit = await authenticate(repository);
        const { budget, isOver, refusal, ...come } = await takeTurn(octokit, { repository, backfill });
        const line = { repositoryId: repository.id, phase: backfill.phase, err: refusal };
        if (refusal !== undefined) log.info(line, "Backfill asks REST, GraphQL does not answer");
        restWhenNeeded(backfill, budget);
        await advance(octokit, { repository, backfill: { ...backfill, ...come, attempts: 0 }, isOver });
      } catch (error) {
        await fail({ repository, backfill }, error);
      }
    },
  };

  async function isSomethingDue(now: Date): Promise<boolean> {
    if (await stores.deliveries.isAnyDue(now)) return true;
    return (await stores.checkRuns.nextStale(now, []))?.isUrgent === true;
  }

  async function takeTurn(octokit: GitHubClient, { repository, backfill }: Item): Promise<Turn> {
    const found = { repository, settings: await settings.of(octokit, repository) };
    const history = () => historyOf(backfill);
    const claims = openClaims.get(repository.id) ?? createOpenClaims();
    openClaims.set(repository.id, claims);
    return PHASES[backfill.phase]({ ...found, octokit, stores, backfill, history, claims, now: clock() });
  }

  function historyOf({ repositoryId, knownRange }: Backfill): Promise<KnownHistory> {
    const known = histories.get(repositoryId) ?? loadKnownHistory(stores.commits, repositoryId, knownRange);
    histories.set(repositoryId, known);
    return known;
  }

  /** Saves the progress. At the end it applies the events that arrived during the backfill. */
  async function advance(
    octokit: GitHubClient,
    { repository, backfill, isOver }: Item & Pick<Turn, "isOver">,
  ): Promise<void> {
    const next = isOver ? afterPhase(backfill, clock()) : { ...backfill, dueAt: clock() };
    await stores.backfills.save(next);
    const line = {
      repositoryId: repository.id,
      phase: backfill.phase,
      done: next.done,
      total: next.total,
    };
    if (isOver) histories.delete(repository.id);
    if (isOver) log.info(line, "Backfill phase over");
    if (next.state === "running") return;
    openClaims.delete(repository.id);
    if (next.state === "done") await stores.refusals.lift({ repositoryId: repository.id, refused: "past" });
    const known = await settings.of(octokit, repository);
    await updateTimeline(octokit, stores, { repository, settings: known, at: clock() });
    onStale();
    log.info({ ...line, state: next.state, problems: next.problems }, "Backfill over");
  }

  function restWhenNeeded({ installationId }: Backfill, budget: RequestBudget | undefined): void {
    if (budget === undefined || !isNearReserve(budget, RESERVE)) return;
    resting.set(installationId, budget.resetAt);
    log.info({ installationId, until: budget.resetAt }, "Backfill rests, the reserve of requests is reached");
  }

  async function fail({ repository, backfill }: Item, error: unknown): Promise<void> {
    const wait = rateLimitWait(error);
    const until = new Date(
      clock().getTime() + (wait ?? Math.min(FIRST_MS * FACTOR ** backfill.attempts, LONGEST_MS)),
    );
    const attempts = backfill.attempts + (wait === undefined ? 1 : 0);
    const { repositoryId, phase } = backfill;
    const line = { repositoryId, phase, attempts, err: error };
    if (wait !== undefined) resting.set(repository.installationId, until);
    // A server of an older version lacks some of the data, and a repeated request changes nothing.
    const isLacking = statusOf(error) === 404 && phase !== "start";
    const most = isForGood(error) ? Math.min(MOST_ATTEMPTS_REFUSED, mostAttempts) : mostAttempts;
    const isMistake = classifyError(error) === "bug";
    if (attempts < most && !isLacking && !isMistake) {
      await stores.backfills.save({ ...backfill, attempts, dueAt: until });
      log.warn({ ...line, dueAt: until }, "Backfill page failed and will be tried again");
      return;
    }
    const problems = [...backfill.problems, `${phase}: ${errorText(error)}`];
    await stores.backfills.save(afterPhase({ ...backfill, problems, attempts: 0 }, clock()));
    await rememberMistake(stores, { work: `backfill ${phase}`, error, at: clock() });
    if (!isLacking) await refuse(repository, error);
    if (isLacking) log.info(line, "Backfill phase left out, GitHub does not have it");
    else log.error(line, "Backfill phase given up");
  }

  /** Records a permanent refusal as a state of the repository. If that request fails, only the problem is shown. */
  async function refuse(repository: Repository, error: unknown): Promise<void> {
    if (!isForGood(error)) return;
    const met = { repository, refused: "past", error, at: clock() } as const;
    await recordRefusal(await authenticate(repository), stores, met).catch(() => undefined);
  }
}

interface Item {
  readonly repository: Repository;
  readonly backfill: Backfill;
}
