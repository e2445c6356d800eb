import { setImmediate as turn } from "node:timers/promises";
import type { Range } from "../domain/shipping/ranges.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { readRange } from "./read-range.ts";
import type { Settings } from "./settings.ts";
import { readSideCommits } from "./side-commits.ts";

type TimelineStores = ApplyStores & Pick<Stores, "backfills">;

/** The repository whose deployments are applied, and the present time. */
interface Applying {
  readonly repository: Repository;
  readonly settings: Settings;
  readonly at: Date;
}

/**
 * Applies the pending deployments, reads the history between them, and updates the check runs of the changes that they
 * moved.
 *
 * During the backfill of the repository nothing is applied. That happens at its end.
 */
export async function updateTimeline(
  octokit: GitHubClient,
  stores: TimelineStores,
  applying: Applying,
): Promise<void> {
  if (await stores.backfills.isRunning(applying.repository.id)) return;
  await applyDeployments(octokit, stores, applying);
}

/** The limit of deployments to apply, and the ranges that need no reading. */
interface ApplyingPart extends Applying {
  readonly most?: number;
  readonly isKnown?: (range: Range) => boolean;
}

type ApplyStores = Pick<Stores, "timelines" | "commits" | "unread" | "checkRuns" | "sides">;

/** Whether all deployments are applied, more can be, or the remaining ones wait for a range. */
type Applied = "all" | "more" | "waits";

/** The last run of each repository. Two at once could apply a deployment before its history is read. */
const runs = new Map<number, Promise<unknown>>();

/** Applies at most `most` deployments. A known range is not read. */
export async function applyDeployments(
  octokit: GitHubClient,
  stores: ApplyStores,
  part: ApplyingPart,
): Promise<Applied> {
  const { id } = part.repository;
  const before = runs.get(id) ?? Promise.resolve();
  const applied = before.catch(() => {}).then(() => apply(octokit, stores, part));
  runs.set(id, applied);
  return applied.finally(() => {
    if (runs.get(id) === applied) runs.delete(id);
  });
}

async function apply(
  octokit: GitHubClient,
  { timelines, commits, unread, checkRuns, sides }: ApplyStores,
  { repository, settings, at, most = Number.POSITIVE_INFINITY, isKnown = () => false }: ApplyingPart,
): Promise<Applied> {
  let applied = 0;
  while (await timelines.hasNext(repository.id)) {
    if (applied >= most) return "more";
    const range = await timelines.findNextRange(repository.id);
    if (range !== undefined) {
      const rules = settings.current;
      const reading = { repository, range, at: range.at, rules, now: at };
      if (isKnown(range)) await commits.saveRange(repository.id, range, KNOWN);
      else if (!(await readRange(octokit, { commits, unread }, reading))) return "waits";
      continue;
    }
    const moved = await timelines.applyNext(repository.id);
    if (moved !== undefined) await checkRuns.markCarriedStale(repository.id, moved, at);
    applied++;
    // The stores answer at once, so no other work would run before all are applied.
    await turn();
  }
  const aside = await readSideCommits(octokit, { sides, unread }, { repository, now: at });
  if (aside.length > 0) await checkRuns.markCarriedStale(repository.id, aside, at);
  return "all";
}

/** A range whose commits are all stored. */
const KNOWN = { commits: [], isComplete: true };
