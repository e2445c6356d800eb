import type { Creator } from "../domain/shipping/deployment.ts";
import { type Account, fromDeploymentStatus } from "../github/facts.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { rememberRepository } from "../sync/repository.ts";
import { playTimeline } from "../sync/timeline.ts";
import type { Handler, HandlerOptions } from "./event.ts";

/** Records a deployment's status; where it moves production, plays what it did and has check runs written. */
export function onDeploymentStatus(
  stores: Stores,
  { clock, onStale, settings }: HandlerOptions,
): Handler<"deployment_status"> {
  return async ({ octokit, payload, log }) => {
    const { deployment, creator, status } = fromDeploymentStatus(payload);
    const repository = await rememberRepository(stores, payload, status.at);
    // They decide whether it went to production, so they must be known first.
    const known = await settings.of(octokit, repository);
    const report = { ...deployment, creator: await creatorOf(stores, repository, creator) };
    await stores.deployments.save({ repositoryId: repository.id, deployment: report, status });
    log.debug({ deploymentId: deployment.id, state: status.state }, "Deployment status recorded");
    await playTimeline(octokit, stores, { repository, settings: known, at: clock() });
    onStale();
  };
}

/** Who filed a deployment, as it is kept. */
export async function creatorOf(
  { installations }: Pick<Stores, "installations">,
  { installationId }: Repository,
  account: Account | undefined,
): Promise<Creator | undefined> {
  if (account === undefined) return undefined;
  const id = await installations.pseudonym(installationId, account.id);
  return { id, kind: account.type === "User" ? "person" : "app" };
}
