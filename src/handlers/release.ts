import { fromRelease } from "../github/facts.ts";
import { fetchTagCommit } from "../github/tags.ts";
import type { Stores } from "../storage/stores.ts";
import { creatorOf } from "../sync/people.ts";
import { rememberRepository } from "../sync/repository.ts";
import { playTimeline } from "../sync/timeline.ts";
import type { Handler, HandlerOptions } from "./event.ts";

/** Records a published release with the commit of its tag; in a repository that ships by releases it is a deployment. */
export function onRelease(stores: Stores, { clock, onStale, settings }: HandlerOptions): Handler<"release"> {
  return async ({ octokit, payload, log, receivedAt }) => {
    const release = fromRelease(payload);
    if (release === undefined) return;
    const repository = await rememberRepository(stores, payload, release.status.at);
    const known = await settings.of(octokit, repository);
    const sha = await fetchTagCommit(octokit, repository, {
      tag: release.deployment.environment,
      when: { heardAt: receivedAt, now: clock() },
    });
    if (sha === undefined) {
      log.info({ releaseId: -release.deployment.id }, "Release without a tag left out");
      return;
    }
    const creator = await creatorOf(stores, repository, release.creator);
    const deployment = { ...release.deployment, sha, creator };
    await stores.deployments.save({ repositoryId: repository.id, deployment, status: release.status });
    await playTimeline(octokit, stores, { repository, settings: known, at: clock() });
    onStale();
  };
}
