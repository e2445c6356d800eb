import { fromRelease } from "../../github/release-facts.ts";
import type { Stores } from "../../storage/stores.ts";
import { recordRelease } from "../releases.ts";
import { rememberRepository } from "../repository.ts";
import { updateTimeline } from "../timeline.ts";
import type { Handler, HandlerOptions } from "./event.ts";

/** Records the state of a release. In a repository that ships by releases, that deploys or withdraws it. */
export function onRelease(stores: Stores, { clock, onStale, settings }: HandlerOptions): Handler<"release"> {
  return async ({ octokit, payload, log, receivedAt }) => {
    const release = fromRelease(payload, receivedAt);
    if (release === undefined) return;
    const repository = await rememberRepository(stores, payload, release.releaseState.at);
    const known = await settings.load(octokit, repository);
    const { state } = release.releaseState;
    const reported = { repository, release, heardAt: receivedAt, now: clock() };
    const isKnown = await recordRelease(octokit, stores, reported);
    if (!isKnown) log.info({ releaseId: -release.id }, "Release without a tag left out");
    log.debug({ releaseId: -release.id, state }, "Release recorded");
    await updateTimeline(octokit, stores, { repository, settings: known, at: clock() });
    onStale();
  };
}
