import type { StoredPullRequest } from "../../domain/records/change.ts";
import { fromPullRequest } from "../../github/facts.ts";
import type { GitHubClient } from "../../github/octokit.ts";
import type { Stores } from "../../storage/stores.ts";
import { keepChange, keepLanded } from "../keep-change.ts";
import { mayHaveNotes, readNotes } from "../notes.ts";
import { type Found, recordPullRequest } from "../pull-requests.ts";
import { rememberRepository } from "../repository.ts";
import { sourceOf } from "../source.ts";
import { updateTimeline } from "../timeline.ts";
import { readAskers, readEarlierReviews, readLabels } from "../undelivered.ts";
import type { Handler, HandlerOptions } from "./event.ts";

/** Records a pull request and the declarations of its own commits, and requests its check run. */
export function onPullRequest(
  stores: Stores,
  { clock, onStale, settings }: HandlerOptions,
): Handler<"pull_request"> {
  return async ({ octokit, payload, log, receivedAt }) => {
    const facts = fromPullRequest(payload);
    const repository = await rememberRepository(stores, payload, facts.updatedAt);
    const found = { repository, settings: await settings.load(octokit, repository) };
    await recordPullRequest(stores, facts, found);
    const { created_at: openedAt, labels } = payload.pull_request;
    const tools = labels?.flatMap(({ tool }) => tool ?? []) ?? [];
    const stored = await stores.changes.find(repository.id, facts.number);
    if (stored === undefined) return;
    await readLabels(octokit, stores, { stored, tools }, found);
    if (openedAt != null) {
      const subject = { stored, author: facts.author, openedAt };
      await readAskers(octokit, stores, subject, found);
      await readEarlierReviews(octokit, stores, subject, found);
    }
    const isNew = await isToBeRead(stores, stored, found);
    const when = { heardAt: receivedAt, at: facts.updatedAt, now: clock() };
    const reading = { ...found, id: stored.id, when, now: when.now };
    // When GitHub no longer knows the commits, the earlier facts stay.
    const keepsKnown = stored.readFrom !== undefined;
    if (isNew) await keepChange(octokit, stores, { ...reading, source: stored, keepsKnown });
    else await keepLanded(octokit, stores, reading);
    // Notes pushed after the commits may be available by the merge.
    if (isNew || stored.state === "merged")
      await readOwnNotes(octokit, stores, { ...found, number: stored.number, at: clock() });
    // The new facts may complete the history of earlier deployments.
    await updateTimeline(octokit, stores, { ...found, at: clock() });
    // It may revert, repeat, or contain changes that shipped before it became known.
    if (stored.mergeSha) await stores.checkRuns.markCarriedStale(repository.id, [stored.mergeSha], clock());
    const key = { repositoryId: repository.id, headSha: stored.headSha, number: stored.number };
    await stores.checkRuns.markStale(key, { at: clock(), isUrgent: stored.state === "open" });
    onStale();
    log.debug({ number: stored.number, state: stored.state }, "Pull request recorded");
  };
}

async function readOwnNotes(
  octokit: GitHubClient,
  stores: Stores,
  { number, at, ...found }: Found & { readonly number: number; readonly at: Date },
): Promise<void> {
  if (!(await mayHaveNotes(octokit, stores.notes, { repository: found.repository, at }))) return;
  const { commits = [], mergedAt } = (await stores.changes.find(found.repository.id, number)) ?? {};
  const own = commits.map(({ sha }) => ({ sha, mergedAt }));
  await readNotes(octokit, stores, { ...found, commits: own, at });
}

/** Whether it changed since it was read, or GitHub did not provide all of it then. */
async function isToBeRead(
  stores: Stores,
  pull: StoredPullRequest,
  { repository, settings: known }: Found,
): Promise<boolean> {
  if (pull.readFrom !== sourceOf(pull, known)) return true;
  const noted = await stores.unread.find({ repositoryId: repository.id, kind: "change", name: pull.id });
  return noted?.missing !== undefined;
}
