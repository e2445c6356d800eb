import { MINUTE_MS } from "../domain/durations.ts";
import { BACKFILL_PHASES, type BackfillPhase } from "../domain/records/backfill.ts";
import { refusedKinds, refusedLine } from "../operations/refusal-lines.ts";
import { printable } from "../operations/text.ts";
import type { Progress } from "../pages/progress-page.ts";
import type { BackfillProgress } from "../storage/backfill.ts";
import type { Stores } from "../storage/stores.ts";
import type { FirstDigest } from "./first-digest.ts";
import type { HookLog } from "./hook-log.ts";

/** The most characters of a problem, which may hold words of GitHub's. */
const MOST_CHARACTERS = 200;

/** The parts of the progress. */
interface ProgressOptions {
  readonly stores: Stores;
  readonly clock: () => Date;
  readonly hookLog: HookLog;
  readonly firstDigest: FirstDigest;
}

/** Reads the progress for the page after the installation. */
export async function readProgress(options: ProgressOptions): Promise<Progress> {
  const { stores, clock, hookLog, firstDigest } = options;
  const repositories = await stores.repositories.listActive();
  const names = new Map(repositories.map(({ id, owner, name }) => [id, `${owner}/${name}`]));
  const backfills = (await stores.backfills.list()).filter(({ repositoryId }) => names.has(repositoryId));
  const nameOf = ({ repositoryId }: BackfillProgress) => names.get(repositoryId) ?? "";
  const running = backfills.filter(({ state }) => state === "running");
  const [waiting, reading] = partition(running, hasNotBegun);
  const problems = backfills.flatMap((each) =>
    each.problems.map((problem) => `${nameOf(each)}: ${printable(problem).slice(0, MOST_CHARACTERS)}`),
  );
  const refused = refusedKinds(await stores.refusals.list()).map((kind) => refusedLine(kind).trim());
  return {
    hook: await hookLog.find(),
    counts: {
      repositories: repositories.length,
      read: repositories.length - running.length,
      waiting: waiting.length,
    },
    reading: reading.map((each) => `${nameOf(each)}: ${stepOf(each)}`),
    minutesLeft: minutesLeft(backfills, clock()),
    lacking: [...refused, ...problems],
    preview: await firstDigest.find(),
  };
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

function hasNotBegun({ phase, done, attempts }: BackfillProgress): boolean {
  return phase === "start" && done === 0 && attempts === 0;
}

/** The phases, for people who do not know the program. */
const PHASES: Readonly<Record<BackfillPhase, string>> = {
  start: "the default branch",
  pulls: "pull requests",
  history: "commits",
  pushes: "pushes",
  landed: "pull requests that were merged by a push",
  releases: "releases",
  deployments: "deployments",
  moved: "pull requests that changed meanwhile",
  claims: "reverts",
  notes: "notes of AI tools",
  play: "deployments in their order",
};

function stepOf({ phase, done, total }: BackfillProgress): string {
  if (phase === "pulls") return `${done}${total === undefined ? "" : ` of about ${total}`} pull requests`;
  const place = BACKFILL_PHASES.indexOf(phase) + 1;
  return `${PHASES[phase]} (part ${place} of ${BACKFILL_PHASES.length})`;
}

/** An estimate from less than this share or time would mislead. */
const LEAST = { share: 0.1, elapsedMs: MINUTE_MS };

/** Estimates the remaining minutes by the pace since the first of the running backfills was requested. */
function minutesLeft(backfills: readonly BackfillProgress[], now: Date): number | undefined {
  const running = backfills.filter(({ state }) => state === "running");
  const startedAt = Math.min(...running.map((each) => each.startedAt.getTime()));
  const batch = backfills.filter((each) => each.startedAt.getTime() >= startedAt);
  const share = batch.reduce((sum, each) => sum + shareOf(each), 0) / batch.length;
  const elapsedMs = now.getTime() - startedAt;
  if (running.length === 0 || share < LEAST.share || elapsedMs < LEAST.elapsedMs) return undefined;
  return Math.max(1, Math.round((elapsedMs * (1 - share)) / share / MINUTE_MS));
}

/** Reading the pull requests takes most of the time. */
const PULLS_SHARE = 0.8;

function shareOf({ state, phase, done, total }: BackfillProgress): number {
  if (state !== "running") return 1;
  const pulls = BACKFILL_PHASES.indexOf("pulls");
  const place = BACKFILL_PHASES.indexOf(phase) - pulls;
  if (place < 0) return 0;
  if (place === 0) return total === undefined ? 0 : PULLS_SHARE * Math.min(1, done / Math.max(1, total));
  return PULLS_SHARE + ((1 - PULLS_SHARE) * (place - 1)) / (BACKFILL_PHASES.length - pulls - 1);
}
