import { finish } from "../domain/shipping/deployment.ts";
import { fromDeploymentStatus } from "../github/facts.ts";
import type { Stores } from "../storage/stores.ts";
import { readMissingRanges } from "../sync/ranges.ts";
import { rememberRepository } from "../sync/repository.ts";
import type { Handler, HandlerOptions } from "./event.ts";

/** Records a deployment's status; where it moves production, reads what it brought and has check runs written. */
export function onDeploymentStatus(
  stores: Stores,
  { clock, onStale, agentsOf }: HandlerOptions,
): Handler<"deployment_status"> {
  return async ({ octokit, payload, log }) => {
    const { deployment, status } = fromDeploymentStatus(payload);
    const repository = await rememberRepository(stores, payload, status.at);
    await stores.deployments.save({ repositoryId: repository.id, deployment, status });
    log.debug({ deploymentId: deployment.id, state: status.state }, "Deployment status recorded");
    // A late failure can cancel a success, so it moves production too.
    const ending = finish({ ...deployment, statuses: [status] })?.ending;
    if (ending !== "production" && ending !== "failed") return;
    const agents = await agentsOf(octokit, repository);
    await readMissingRanges(octokit, stores, { repository, agents });
    await stores.checkRuns.markMergedStale(repository.id, clock());
    onStale();
  };
}
