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
  /** The history of each repository whose present phase has asked for it. */
  readonly histories: Map<number, Promise<KnownHistory>>;
  readonly openClaims: Map<number, OpenClaims>;
  /** The progress of each repository's backfill after the last page that was worked here. */
  readonly worked: Map<number, string>;
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
  const run: Run = { ...options, histories: new Map(), openClaims: new Map(), worked: new Map() };
  return {
    async next(busy, only) {
      const now = clock();
      const due = await stores.backfills.findNextDue(now, { repositories: busy, only });
      return due === undefined || (await isSomethingDue(stores, now)) ? undefined : due;
    },
    async listDue(page) {
      const now = clock();
      if (await isSomethingDue(stores, now)) return [];
      return stores.backfills.listDueRepositories(now, page);
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
        await restWhenNeeded(run, backfill, budget);
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
  forgetStale(run, backfill);
  // The scopes of the owner's config are judged when changes are read.
  if ((await stores.scopes.list(repository.installationId)).length === 0)
    await settings.loadOwner(repository);
  const found = { repository, settings: await settings.load(octokit, repository) };
  const history = () => historyOf(run, backfill);
  const claims = openClaims.get(repository.id) ?? createOpenClaims();
  openClaims.set(repository.id, claims);
  return PHASES[backfill.phase]({ ...found, octokit, stores, backfill, history, claims, now: clock() });
}

/** Forgets what is kept between pages if another server of the store has worked a page since, as after a crash. */
function forgetStale({ histories, openClaims, worked }: Run, backfill: Backfill): void {
  const { repositoryId } = backfill;
  if (worked.get(repositoryId) === progressOf(backfill)) return;
  histories.delete(repositoryId);
  openClaims.delete(repositoryId);
}

function progressOf({ startedAt, phase, cursor, done, total }: Backfill): string {
  return JSON.stringify([startedAt, phase, cursor, done, total]);
}

function historyOf(
  { stores, histories }: Run,
  { repositoryId, knownRange }: Backfill,
): Promise<KnownHistory> {
  const known = histories.get(repositoryId) ?? loadKnownHistory(stores.commits, repositoryId, knownRange);
  histories.set(repositoryId, known);
  // A failure is not kept for the next try.
  known.catch(() => histories.delete(repositoryId));
  return known;
}

/** Saves the progress. At the end it applies the events that arrived during the backfill. */
async function advance(
  { stores, settings, log, clock, onStale, histories, openClaims, worked }: Run,
  octokit: GitHubClient,
  { repository, backfill, isOver }: Item & Pick<Turn, "isOver">,
): Promise<void> {
  const next = isOver ? afterPhase(backfill, clock()) : { ...backfill, dueAt: clock() };
  await stores.backfills.save(next);
  worked.set(repository.id, progressOf(next));
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
  worked.delete(repository.id);
  if (next.state === "done") await stores.refusals.lift({ repositoryId: repository.id, refused: "past" });
  const known = await settings.load(octokit, repository);
  await updateTimeline(octokit, stores, { repository, settings: known, at: clock() });
  onStale();
  log.info({ ...line, state: next.state, problems: next.problems }, "Backfill over");
}

async function restWhenNeeded(
  { stores, clock, log }: Run,
  { installationId }: Backfill,
  budget: RequestBudget | undefined,
): Promise<void> {
  if (budget === undefined || !isNearReserve(budget, RESERVE)) return;
  const times = { now: clock(), until: budget.resetAt };
  await stores.waits.begin({ name: "backfills", installationId }, times);
  log.info({ installationId, until: budget.resetAt }, "Backfill rests, the reserve of requests is reached");
}
