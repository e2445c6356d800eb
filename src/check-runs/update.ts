import { createHash } from "node:crypto";
import { weekOf } from "../domain/metric/week.ts";
import type { StoredPullRequest } from "../domain/records/change.ts";
import { type JudgedChange, judgeChanges } from "../domain/shipping/judgement.ts";
import type { Settings } from "../ingest/settings.ts";
import type { WorkOptions } from "../ingest/work-options.ts";
import { classifyFailure, nextTry } from "../queue/backoff.ts";
import { recordBug } from "../queue/bugs.ts";
import { pauseRequests } from "../queue/pause-requests.ts";
import type { SharedSource } from "../queue/shared-source.ts";
import { type RenderedCheckRun, renderHidden, renderUnknownQueue, withDigest } from "../render/check-run.ts";
import type { StaleCheckRun } from "../storage/check-runs.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { checkRunContent, isFinal } from "./content.ts";
import { recordPermanentRefusal } from "./refusals.ts";
import { loadShipMode } from "./ship-mode.ts";
import { isShown } from "./shown.ts";
import { loadWaiting } from "./waiting.ts";
import { writeCheckRun } from "./write.ts";

/** The dependencies of the work on check runs. */
export interface CheckRunOptions extends WorkOptions {
  /** The address of the definition; `undefined` when it is not known. */
  readonly definitionUrl: string | undefined;
}

/**
 * Brings every stale check run up to date, and writes only where the content differs from GitHub's.
 *
 * A run is created once. The store records the creation before it is sent, so that after a lost answer the run is
 * searched first. A run that is gone is searched too, and created again where it still belongs: GitHub deletes runs
 * after 400 days (docs.github.com, "Check runs"). A permanent refusal becomes a state of the repository, in which its
 * check runs wait without a try.
 */
export function checkRunWork(options: CheckRunOptions): SharedSource<StaleCheckRun> {
  const { stores, log, clock, tally } = options;
  return {
    next: (busy, only) => stores.checkRuns.findNextStale(clock(), busy, only),
    listDue: (page) => stores.checkRuns.listStaleRepositories(clock(), page),
    partitionKey: ({ repositoryId }) => repositoryId,
    async work(stale) {
      const line = { repositoryId: stale.repositoryId, number: stale.number };
      try {
        const written = await update(options, stale);
        tally?.checkRunWorked(written);
        if (written !== "nothing") log.info({ ...line, written }, "Check run written");
      } catch (error) {
        if (await recordPermanentRefusal(options, stale, error).catch(() => false))
          return tally?.checkRunWorked("refused");
        const next = nextTry(clock(), { error, attempts: stale.attempts });
        await stores.checkRuns.putOff(stale, next);
        tally?.checkRunWorked(classifyFailure(error, next));
        await pauseRequests(stores, { of: stale, error, at: clock() });
        await recordBug(stores, { work: "check run", error, at: clock() });
        log.warn({ ...line, dueAt: next?.at, err: error }, "Check run not updated");
      }
    },
  };
}

const HIDDEN = renderHidden();
const HIDDEN_SHOWN = hashOf(HIDDEN);

type Written = "created" | "updated" | "nothing";

/** Brings one check run up to date. */
async function update(options: CheckRunOptions, stale: StaleCheckRun): Promise<Written> {
  const { stores, authenticate, clock, settings } = options;
  const repository = await stores.repositories.find(stale.repositoryId);
  const pull = await stores.changes.find(stale.repositoryId, stale.number);
  const isNew = stale.checkRunId === undefined;
  const isElsewhere = isNew && !stale.isQueueHead && stale.headSha !== pull?.headSha;
  // No run exists on this head, and a new one belongs on another head; or there is nothing to show.
  if (repository === undefined || isElsewhere || (pull === undefined && !stale.isQueueHead)) {
    return giveUp(options, stale);
  }
  const octokit = await authenticate(repository);
  const known = await settings.load(octokit, repository);
  const isWanted = isShown(pull, known);
  if (isNew && !isWanted) return giveUp(options, stale);
  const shipped = pull?.state === "merged" ? await loadShippedChange(stores, pull, clock()) : undefined;
  // The run of a merged change stays up to date, unless it was hidden before the merge.
  const isHidden = !isWanted && (pull?.state === "open" || stale.shown === HIDDEN_SHOWN);
  const content = isHidden
    ? HIDDEN
    : await computeContent(options, { repository, pull, shipped, settings: known });
  const shown = hashOf(content);
  const isSame = stale.shown === shown && !isNew;
  const linked = isSame ? content : await linkDigest(stores, content, { pull, settings: known });
  const checkRunId = isSame
    ? stale.checkRunId
    : await writeCheckRun(options, octokit, { repository, stale, content: linked });
  // The run is gone: treat it as a run whose creation was never answered.
  if (checkRunId === undefined)
    return update(options, { ...stale, checkRunId, createdAt: stale.createdAt ?? clock() });
  await stores.checkRuns.markShown(stale, { checkRunId, shown, isFinal: isFinal(shipped, clock()) });
  await stores.refusals.lift({ repositoryId: repository.id, refused: "check-runs" });
  if (isSame) return "nothing";
  return isNew ? "created" : "updated";
}

/** A pull request and its outcome; no pull request where a merge queue has an unknown one. */
interface KnownPull {
  readonly repository: Repository;
  readonly pull: StoredPullRequest | undefined;
  readonly shipped: JudgedChange | undefined;
  readonly settings: Settings;
}

/** Computes what a check run shows by all stored facts. */
async function computeContent(
  { stores, clock, definitionUrl }: CheckRunOptions,
  { repository, pull, shipped, settings }: KnownPull,
): Promise<RenderedCheckRun> {
  if (pull === undefined) return renderUnknownQueue();
  const { id: repositoryId } = repository;
  const noted = await stores.unread.find({ repositoryId, kind: "change", name: `#${pull.number}` });
  const wait = await loadWaiting(stores, { repositoryId, shipped, now: clock() });
  const { choice } = await loadShipMode(stores, repositoryId, clock());
  const facts = { ...wait, shipped, missing: noted?.missing, choice };
  return checkRunContent(pull, { ...facts, settings, definitionUrl, now: clock() });
}

/**
 * Adds the way to the digest of the merge's week, where the repository has one.
 *
 * `shown` leaves it out, so that the digest's publication alone writes no check run again.
 */
async function linkDigest(
  { digests }: Pick<Stores, "digests">,
  content: RenderedCheckRun,
  { pull, settings }: Pick<KnownPull, "pull" | "settings">,
): Promise<RenderedCheckRun> {
  if (pull?.mergedAt === undefined || content === HIDDEN) return content;
  const week = weekOf(pull.mergedAt, settings.current.timezone);
  const all = await digests.list({ repositoryId: pull.repositoryId, scope: "repository" });
  const digest = all.find((each) => each.week === week && each.leftAt === undefined);
  return digest === undefined ? content : withDigest(content, digest);
}

function hashOf(content: RenderedCheckRun): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("base64url");
}

async function giveUp({ stores }: CheckRunOptions, stale: StaleCheckRun): Promise<Written> {
  await stores.checkRuns.markUnneeded(stale);
  return "nothing";
}

/** Judges one merged pull request by all facts that bear on it. */
async function loadShippedChange(
  { histories }: Pick<Stores, "histories">,
  { repositoryId, id }: Pick<StoredPullRequest, "repositoryId" | "id">,
  now: Date,
): Promise<JudgedChange | undefined> {
  const facts = await histories.loadAround(repositoryId, [id]);
  return judgeChanges(facts.changes, { ...facts, now }).find(({ change }) => change.id === id);
}
