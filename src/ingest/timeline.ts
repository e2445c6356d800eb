import { setImmediate as turn } from "node:timers/promises";
import type { Range } from "../domain/shipping/ranges.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { readRange } from "./read-range.ts";
import type { Settings } from "./settings.ts";
import { readSideCommits } from "./side-commits.ts";

type TimelineStores = PlayStores & Pick<Stores, "backfills">;

/** The repository whose deployments are played, and the present time. */
interface Playing {
  readonly repository: Repository;
  readonly settings: Settings;
  readonly at: Date;
}

/**
 * Plays the unplayed deployments, reads the history between them, and updates the check runs of the changes that they
 * moved.
 *
 * During the backfill of the repository nothing is played. That happens at its end.
 */
export async function playTimeline(
  octokit: GitHubClient,
  stores: TimelineStores,
  playing: Playing,
): Promise<void> {
  if (await stores.backfills.isRunning(playing.repository.id)) return;
  await playDeployments(octokit, stores, playing);
}

/** The limit of deployments to play, and the ranges that need no reading. */
interface PlayingPart extends Playing {
  readonly most?: number;
  readonly isKnown?: (range: Range) => boolean;
}

type PlayStores = Pick<Stores, "timelines" | "commits" | "unread" | "checkRuns" | "sides">;

/** Whether all deployments are played, more can be, or the remaining ones wait for a range. */
type Played = "all" | "more" | "waits";

/** The last player of each repository. Two at once could play a deployment before its history is read. */
const players = new Map<number, Promise<unknown>>();

/** Plays at most `most` deployments. A known range is not read. */
export async function playDeployments(
  octokit: GitHubClient,
  stores: PlayStores,
  part: PlayingPart,
): Promise<Played> {
  const { id } = part.repository;
  const before = players.get(id) ?? Promise.resolve();
  const played = before.catch(() => {}).then(() => play(octokit, stores, part));
  players.set(id, played);
  return played.finally(() => {
    if (players.get(id) === played) players.delete(id);
  });
}

async function play(
  octokit: GitHubClient,
  { timelines, commits, unread, checkRuns, sides }: PlayStores,
  { repository, settings, at, most = Number.POSITIVE_INFINITY, isKnown = () => false }: PlayingPart,
): Promise<Played> {
  let played = 0;
  while (await timelines.hasNext(repository.id)) {
    if (played >= most) return "more";
    const range = await timelines.nextRange(repository.id);
    if (range !== undefined) {
      const rules = settings.current;
      const reading = { repository, range, at: range.at, rules, now: at };
      if (isKnown(range)) await commits.saveRange(repository.id, range, KNOWN);
      else if (!(await readRange(octokit, { commits, unread }, reading))) return "waits";
      continue;
    }
    const moved = await timelines.playNext(repository.id);
    if (moved !== undefined) await checkRuns.markCarriedStale(repository.id, moved, at);
    played++;
    // The stores answer at once, so no other work would run before all are played.
    await turn();
  }
  const aside = await readSideCommits(octokit, { sides, unread }, { repository, now: at });
  if (aside.length > 0) await checkRuns.markCarriedStale(repository.id, aside, at);
  return "all";
}

/** A range whose commits are all stored. */
const KNOWN = { commits: [], isComplete: true };
