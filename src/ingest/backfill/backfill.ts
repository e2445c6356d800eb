import type { GitHubClient } from "../../github/octokit.ts";
import { isNearReserve, type RequestBudget } from "../../github/request-budget.ts";
import type { SharedSource } from "../../queue/shared-source.ts";
import type { Backfill } from "../../storage/backfill.ts";
import type { Repository } from "../../storage/repositories.ts";
import type { Stores } from "../../storage/stores.ts";
import { updateTimeline } from "../timeline.ts";
import type { WorkOptions } from "../work-options.ts";
import { failPage } from "./failed-page.ts";
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

/** The options, and the state that lasts from one page to the next. */
interface Run extends BackfillOptions {
  /** The times until which installations rest, after they used up their share of requests. */
  readonly resting: Map<number, Date>;
  /** The history of each repository whose present phase has asked for it. */
  readonly histories: Map<number, Promise<KnownHistory>>;
  readonly openClaims: Map<number, OpenClaims>;
}

/** The part of GitHub's limit that is left for current events. */
export const RESERVE = 0.2;

/**
 * Reads the past of repositories, a page at a time. Repositories take turns.
 *
 * No page begins while work for current events waits. The progress is stored after each page, so a crash costs one
 * page. Nothing is written to GitHub but existing check runs.
 */
export function backfillWork(options: BackfillOptions): SharedSource<Backfill> {
  const { stores, authenticate, log, clock } = options;
  const resting = new Map<number, Date>();
  const run: Run = { ...options, resting, histories: new Map(), openClaims: new Map() };
  const restingAt = (now: Date) => [...resting].filter(([, until]) => until > now).map(([id]) => id);
  return {
    async next(busy, only) {
      const now = clock();
      const installations = restingAt(now);
      const due = await stores.backfills.findNextDue(now, { repositories: busy, installations, only });
      return due === undefined || (await isSomethingDue(stores, now)) ? undefined : due;
    },
    async listDue(page) {
      const now = clock();
      if (await isSomethingDue(stores, now)) return [];
      return stores.backfills.listDueRepositories(now, { ...page, installations: restingAt(now) });
    },
    partitionKey: ({ repositoryId }) => repositoryId,
    async work(backfill) {
      const repository = await stores.repositories.find(backfill.repositoryId);
      if (repository === undefined) return;
      try {
        const octokit = await authenticate(repository);
        const { budget, isOver, refusal, ...come } = await takeTurn(run, octokit, { repository, backfill });
        const line = { repositoryId: repository.id, phase: backfill.phase, err: refusal };
        if (refusal !== undefined) log.info(line, "Backfill asks REST, GraphQL does not answer");
        restWhenNeeded(run, backfill, budget);
        await advance(run, octokit, { repository, backfill: { ...backfill, ...come, attempts: 0 }, isOver });
      } catch (error) {
        await failPage(run, { repository, backfill }, error);
      }
    },
  };
}

interface Item {
  readonly repository: Repository;
  readonly backfill: Backfill;
}

async function isSomethingDue({ deliveries, checkRuns }: Stores, now: Date): Promise<boolean> {
  if (await deliveries.isAnyDue(now)) return true;
  return (await checkRuns.findNextStale(now, []))?.isUrgent === true;
}

async function takeTurn(run: Run, octokit: GitHubClient, { repository, backfill }: Item): Promise<Turn> {
  const { stores, settings, openClaims, clock } = run;
  const found = { repository, settings: await settings.load(octokit, repository) };
  const history = () => historyOf(run, backfill);
  const claims = openClaims.get(repository.id) ?? createOpenClaims();
  openClaims.set(repository.id, claims);
  return PHASES[backfill.phase]({ ...found, octokit, stores, backfill, history, claims, now: clock() });
}

function historyOf(
  { stores, histories }: Run,
  { repositoryId, knownRange }: Backfill,
): Promise<KnownHistory> {
  const known = histories.get(repositoryId) ?? loadKnownHistory(stores.commits, repositoryId, knownRange);
  histories.set(repositoryId, known);
  return known;
}

/** Saves the progress. At the end it applies the events that arrived during the backfill. */
async function advance(
  { stores, settings, log, clock, onStale, histories, openClaims }: Run,
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
  const known = await settings.load(octokit, repository);
  await updateTimeline(octokit, stores, { repository, settings: known, at: clock() });
  onStale();
  log.info({ ...line, state: next.state, problems: next.problems }, "Backfill over");
}

function restWhenNeeded(
  { resting, log }: Run,
  { installationId }: Backfill,
  budget: RequestBudget | undefined,
): void {
  if (budget === undefined || !isNearReserve(budget, RESERVE)) return;
  resting.set(installationId, budget.resetAt);
  log.info({ installationId, until: budget.resetAt }, "Backfill rests, the reserve of requests is reached");
}
