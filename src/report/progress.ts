import { BACKFILL_PHASES, type BackfillPhase } from "../domain/records/backfill.ts";
import { isNearReserve, type RequestBudget } from "../github/request-budget.ts";
import type { Usage } from "../github/request-meter.ts";
import { RESERVE } from "../ingest/backfill/backfill.ts";
import type { BackfillProgress } from "../storage/backfill.ts";

/** The progress of a report. */
export interface ReportProgress {
  /** What is being done, in words. */
  readonly doing: string;
  /** The finished part, from 0 to 1. */
  readonly part: number;
  readonly usage: Usage;
}

/** The phases in words; the others are short. */
const WORDS: Readonly<Record<BackfillPhase, string>> = {
  start: "Start",
  pulls: "Pull requests",
  history: "Commits",
  pushes: "Pushes",
  landed: "Landed pull requests",
  releases: "Releases",
  deployments: "Deployments",
  moved: "Late changes",
  claims: "Reverts",
  notes: "Notes",
  play: "Effects",
};

/** Describes how far the pasts of some repositories are read. */
export function readingProgress(
  backfills: readonly BackfillProgress[],
  nameOf: (repositoryId: number) => string,
): Omit<ReportProgress, "usage"> {
  const parts = backfills.map(partOf);
  const part = parts.reduce((sum, each) => sum + each, 0) / Math.max(1, parts.length);
  const running = backfills.filter(({ state }) => state === "running");
  const [current] = running.toSorted((a, b) => partOf(b) - partOf(a));
  if (current === undefined) return { doing: "Computing", part };
  const number = backfills.length - running.length + 1;
  const place = `${nameOf(current.repositoryId)} (${number} of ${backfills.length})`;
  return { doing: `${WORDS[current.phase]} of ${place}`, part };
}

/** The finished part of one backfill. */
function partOf({ state, phase, done, total }: BackfillProgress): number {
  if (state !== "running") return 1;
  const inPhase = phase === "pulls" && total ? Math.min(1, done / total) : 0;
  return (BACKFILL_PHASES.indexOf(phase) + inPhase) / BACKFILL_PHASES.length;
}

const SECOND = 1_000;
/** The smallest part from which the remaining time can be told. */
const LEAST_PART = 0.03;

/** Renders the progress as one line. */
export function progressLine(
  { doing, part, usage }: ReportProgress,
  { now, elapsedMs }: { readonly now: Date; readonly elapsedMs: number },
): string {
  const waiting = [usage.rest, usage.graphql].find((budget) => isUsedUp(budget, now));
  const remaining =
    waiting !== undefined
      ? `waits for GitHub until ${clockTime(waiting.resetAt)}`
      : part < LEAST_PART || part === 1
        ? ""
        : `about ${duration((elapsedMs * (1 - part)) / part)} left`;
  const used = usage.requests === 0 ? "" : usageLine(usage);
  return [doing, remaining, used].filter(Boolean).join(" · ");
}

function isUsedUp(budget: RequestBudget | undefined, now: Date): boolean {
  return budget !== undefined && isNearReserve(budget, RESERVE) && budget.resetAt > now;
}

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / SECOND);
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

/** Renders the used and the remaining requests and points. */
function usageLine({ requests, points, rest, graphql }: Usage): string {
  const number = (value: number) => value.toLocaleString("en");
  const used = (count: number, unit: string, budget: RequestBudget | undefined) => {
    const left = budget === undefined ? "no limit" : `${number(budget.remaining)} left`;
    return `${number(count)} ${unit}${count === 1 ? "" : "s"} (${left})`;
  };
  return `${used(requests, "request", rest)}, ${used(points, "point", graphql)}`;
}

/** Renders the last line of a report: what it used, and what is left until when. */
export function lastLine(usage: Usage): string {
  const resets = [usage.rest, usage.graphql].flatMap((budget) => budget?.resetAt ?? []);
  const until = resets.toSorted((a, b) => b.getTime() - a.getTime())[0];
  return `Used ${usageLine(usage)}${until ? ` until ${clockTime(until)}` : ""}`;
}

function clockTime(at: Date): string {
  return `${at.toISOString().slice(11, 16)} UTC`;
}
