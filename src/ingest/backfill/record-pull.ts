import type { ReadChange, StoredPullRequest } from "../../domain/records/change.ts";
import { namesClaimed } from "../../domain/shipping/claims.ts";
import type { ParentsOf } from "../../github/commit-parents.ts";
import type { PastPull } from "../../github/past-pulls.ts";
import type { EventTime } from "../../github/when.ts";
import { claimingOf, touchedBy } from "../change-claims.ts";
import { keepChange, keepLanded } from "../keep-change.ts";
import { recordEnabler, recordPullRequest, recordReview } from "../pull-requests.ts";
import { readChangeFrom } from "../read-change.ts";
import { sourceOf } from "../source.ts";
import type { PhaseOptions } from "./phase.ts";

/**
 * Marks a change read by GraphQL, which does not provide the patch.
 *
 * A later delivery about the pull request reads it again, so that the order does not matter.
 */
const WITHOUT_PATCH = " without patch";
/** Marks a pull request that was closed without a merge. Its claims, and the content that a push may repeat, are left out. */
const AS_CLOSED = " as closed";
/** Marks a change with unverified claims. */
export const WITH_OPEN_CLAIMS = " with open claims";

/** The options for recording pull requests that were read in the same turn. */
interface PullPhaseOptions extends PhaseOptions {
  /** Requests the parents of the commits of all of them; once, and only when needed. */
  readonly parents: () => Promise<ParentsOf>;
  /** Whether a push may have landed them. */
  readonly isLanding?: boolean;
}

/** Records a closed pull request of the past, as its deliveries would. */
export async function recordPastPull(options: PullPhaseOptions, pull: PastPull): Promise<void> {
  const { stores, repository, settings } = options;
  const { facts } = pull;
  await recordPullRequest(stores, facts, options);
  for (const { account, at } of pull.enablers) {
    await recordEnabler(stores, { number: facts.number, enabledBy: account, at }, options);
  }
  for (const review of pull.reviews) await recordReview(stores, review, options);
  const stored = await stores.changes.find(repository.id, facts.number);
  if (stored === undefined) return;
  const source = sourceOf(stored, settings);
  const enough = [source, source + WITHOUT_PATCH, ...(options.isLanding ? [] : [source + AS_CLOSED])];
  if (!enough.some((from) => stored.readFrom === from)) return readPastPull(options, pull, stored);
  const [{ octokit, now }, when] = [options, whenOf(options, stored)];
  await keepLanded(octokit, stores, { repository, settings, id: stored.id, when, now });
}

/** Reads a change with unverified claims again, as a delivery would. */
export async function readClaimant(options: PhaseOptions, number: number): Promise<void> {
  const { octokit, stores, repository, settings, now } = options;
  const source = await stores.changes.find(repository.id, number);
  if (source === undefined) return;
  const of = { repository, source, settings, id: source.id, when: whenOf(options, source), now };
  await keepChange(octokit, stores, { ...of, keepsKnown: false });
}

function whenOf({ backfill, now }: PhaseOptions, { mergedAt }: StoredPullRequest): EventTime {
  return { at: mergedAt, heardAt: backfill.startedAt, now };
}

/** Reads its commits and files from the same answer, if that contains all. */
async function readPastPull(
  options: PullPhaseOptions,
  pull: PastPull,
  stored: StoredPullRequest,
): Promise<void> {
  const { octokit, stores, repository, settings, claims, parents } = options;
  const of = { repository, source: stored, settings, when: whenOf(options, stored) };
  const content = stored.headSha === pull.facts.headSha ? await pull.content(parents) : undefined;
  if (content === undefined) return readClaimant(options, stored.number);
  const uncut = { ...content, isCut: false, patchId: undefined };
  const result = await readChangeFrom(octokit, stores, { ...of, content: uncut, leavesClaims: true });
  const { readFrom, ...read } = result.read;
  if (stored.state === "closed")
    return save(options, stored.id, { ...read, contentId: undefined, readFrom: readFrom + AS_CLOSED });
  const claiming = claimingOf(content.commits, stored, repository);
  const isOpen = namesClaimed(claiming).length > 0;
  const kept = { ...read, readFrom: readFrom + WITHOUT_PATCH };
  const touched = touchedBy(uncut, settings, stored);
  if (isOpen) claims.open({ id: stored.id, read: kept, claiming, touched });
  await save(options, stored.id, isOpen ? { ...kept, readFrom: readFrom + WITH_OPEN_CLAIMS } : kept);
  const names = [stored.id, ...(stored.mergeSha ? [stored.mergeSha] : [])];
  for (const settled of claims.settle(names, content.files)) await saveSettled(options, settled);
}

/** Saves the settled claims of a change, unless the change was read otherwise in the meantime. */
async function saveSettled(
  options: PhaseOptions,
  { id, read }: { readonly id: string; readonly read: ReadChange },
): Promise<void> {
  const stored = await options.stores.changes.find(options.repository.id, Number(id.slice(1)));
  if (stored?.readFrom?.endsWith(WITH_OPEN_CLAIMS)) await save(options, id, read);
}

function save({ stores, repository }: PhaseOptions, id: string, read: ReadChange): Promise<void> {
  return stores.changes.saveRead({ repositoryId: repository.id, id }, read);
}
