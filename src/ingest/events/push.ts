import { fromPush, fromTagPush } from "../../github/facts.ts";
import type { Stores } from "../../storage/stores.ts";
import { readNotes } from "../notes.ts";
import { recordPush } from "../pushes.ts";
import { rememberRepository } from "../repository.ts";
import { updateTimeline } from "../timeline.ts";
import type { Handler, HandlerOptions } from "./event.ts";

/**
 * Records a push to the default branch. Commits that no pull request explains are a change, and the push may change the
 * config.
 */
export function onPush(stores: Stores, { clock, onStale, settings }: HandlerOptions): Handler<"push"> {
  return async ({ octokit, payload, log, receivedAt }) => {
    const tag = fromTagPush(payload, receivedAt);
    if (tag !== undefined) {
      const repository = await rememberRepository(stores, payload, tag.at);
      await stores.unread.remove({ repositoryId: repository.id, kind: "tag", name: tag.tag });
      // Most tags belong to no release, and then nothing follows.
      if (!(await stores.releases.saveTag(repository.id, tag))) return;
      const known = await settings.load(octokit, repository);
      await updateTimeline(octokit, stores, { repository, settings: known, at: clock() });
      return onStale();
    }
    const push = fromPush(payload, receivedAt);
    if (push === undefined) return;
    const repository = await rememberRepository(stores, payload, push.at);
    const { after: sha, at } = push;
    if (push.isConfig) await settings.reload(octokit, repository, { sha, at, heardAt: receivedAt });
    const known = await settings.load(octokit, repository);
    await recordPush(octokit, stores, {
      push,
      repository,
      settings: known,
      heardAt: receivedAt,
      now: clock(),
    });
    if (!(await stores.pushes.isExplained(repository.id, sha))) {
      const own = push.commits.map((each) => ({ sha: each, mergedAt: at }));
      await readNotes(octokit, stores, { repository, settings: known, commits: own, at: clock() });
    }
    log.debug({ commits: push.commits.length, isForced: push.isForced }, "Push recorded");
    await updateTimeline(octokit, stores, { repository, settings: known, at: clock() });
    const landed = await stores.changes.listLanded({ repositoryId: repository.id, id: sha });
    const ends = landed.map(({ mergeSha = sha }) => mergeSha);
    await stores.checkRuns.markCarriedStale(repository.id, [sha, ...ends], clock());
    onStale();
  };
}
