import { fromPullRequest } from "../github/facts.ts";
import type { StoredPullRequest } from "../storage/changes.ts";
import type { Stores } from "../storage/stores.ts";
import { type Found, recordPullRequest } from "../sync/pull-requests.ts";
import { readChange, unreadable } from "../sync/read-change.ts";
import { rememberRepository } from "../sync/repository.ts";
import { sourceOf } from "../sync/source.ts";
import { playTimeline } from "../sync/timeline.ts";
import type { Event, Handler, HandlerOptions } from "./event.ts";

/** Records a pull request and what its own commits declare, and has its check run written. */
export function onPullRequest(
  stores: Stores,
  { clock, onStale, settings }: HandlerOptions,
): Handler<"pull_request"> {
  return async ({ octokit, payload, log }) => {
    const facts = fromPullRequest(payload);
    const repository = await rememberRepository(stores, payload, facts.updatedAt);
    const found = { repository, settings: await settings.of(octokit, repository) };
    await recordPullRequest(stores, facts, found);
    const stored = await stores.changes.find(repository.id, facts.number);
    if (stored === undefined) return;
    if (stored.readFrom !== sourceOf(stored, found.settings)) await readOwnCommits(octokit, stored, found);
    // What was read may complete the history of what was deployed before.
    await playTimeline(octokit, stores, { ...found, at: clock() });
    // It may revert, repeat, or contain what shipped before it became known.
    if (stored.mergeSha) await stores.checkRuns.markCarriedStale(repository.id, [stored.mergeSha], clock());
    const key = { repositoryId: repository.id, headSha: stored.headSha, number: stored.number };
    await stores.checkRuns.markStale(key, { at: clock(), isUrgent: stored.state === "open" });
    onStale();
    log.debug({ number: stored.number, state: stored.state }, "Pull request recorded");
  };

  /** When GitHub does not know the commits any more, what was read of them before stays. */
  async function readOwnCommits(
    octokit: Event<"pull_request">["octokit"],
    pull: StoredPullRequest,
    { repository, settings: known }: Found,
  ): Promise<void> {
    const read = await readChange(octokit, stores, { repository, source: pull, settings: known });
    const isKnown = pull.readFrom !== undefined;
    if (read === undefined && isKnown) return;
    await stores.changes.saveRead(
      { repositoryId: repository.id, id: pull.id },
      read ?? unreadable(sourceOf(pull, known)),
    );
  }
}
