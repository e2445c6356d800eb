import { fromDeploymentStatus } from "../../github/facts.ts";
import type { Stores } from "../../storage/stores.ts";
import { creatorOf } from "../people.ts";
import { rememberRepository } from "../repository.ts";
import { updateTimeline } from "../timeline.ts";
import type { Handler, HandlerOptions } from "./event.ts";

/** Records a deployment's status. If it changes production, applies its events, and updates check runs. */
export function onDeploymentStatus(
  stores: Stores,
  { clock, onStale, settings }: HandlerOptions,
): Handler<"deployment_status"> {
  return async ({ octokit, payload, log }) => {
    const { deployment, creator, status } = fromDeploymentStatus(payload);
    const repository = await rememberRepository(stores, payload, status.at);
    // The settings decide whether it went to production, so they must be known first.
    const known = await settings.load(octokit, repository);
    const report = { ...deployment, creator: await creatorOf(stores, repository, creator) };
    const reported = { repositoryId: repository.id, deployment: report, statuses: [status] };
    const isMoved = await stores.deployments.save(reported);
    // Unread facts may be available now, and they decide the changes in this deployment.
    if (isMoved) await stores.unread.makeDue(repository.id, clock());
    log.debug({ deploymentId: deployment.id, state: status.state }, "Deployment status recorded");
    await updateTimeline(octokit, stores, { repository, settings: known, at: clock() });
    onStale();
  };
}
