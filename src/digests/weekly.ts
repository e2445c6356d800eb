import { rememberMistake } from "../queue/mistakes.ts";
import type { Repository } from "../storage/repositories.ts";
import type { DigestOptions } from "./digest-options.ts";
import { findOrganizationSeries, findRepositorySeries } from "./find-series.ts";
import { createIssueAccess } from "./issue-access.ts";
import { fail, publishSeries, type Room, type Run } from "./publish-series.ts";
import type { OrganizationSeries } from "./series.ts";
import { computeStateOnce } from "./state-once.ts";

/**
 * Publishes the digests that are due, edits those of earlier weeks that are restated, and closes those that have a later
 * one: an organization's first, then those of its repositories in turn.
 *
 * None for a week that ended before the app was installed, none before anything was measured, none where a config switched
 * it off or GitHub refuses it for good, and none while the installation is suspended. That of a repository waits until its
 * past is read. One that fails is tried again at the next call.
 */
export async function publishDueDigests(options: DigestOptions): Promise<void> {
  const all = await options.stores.repositories.listActive();
  for (const [installationId, repositories] of Map.groupBy(all, (each) => each.installationId)) {
    const access = createIssueAccess(options, options.log);
    const run = { ...options, access, compute: computeStateOnce(options.compute) };
    try {
      await publishOf(run, installationId, repositories);
    } catch (error) {
      // One installation must not keep the others waiting.
      await rememberMistake(options.stores, { work: "digest", error, at: options.clock() });
      options.log.warn({ installationId, err: error }, "Digests of an installation not published");
    }
  }
}

/** Publishes what is due in an installation until GitHub takes no more of it; the next call begins where this one ends. */
async function publishOf(
  run: Run,
  installationId: number,
  repositories: readonly Repository[],
): Promise<void> {
  const { backfills, installations } = run.stores;
  const organization = await findOrganizationSeries(run, repositories);
  if (organization === undefined) await installations.liftDigestProblem(installationId);
  if (organization !== undefined && (await publishOrganization(run, organization)) !== "more") return;
  const ordered = inTurn(repositories, await installations.digestTurn(installationId));
  for (const [index, repository] of ordered.entries()) {
    if (await backfills.isRunning(repository.id)) continue;
    const room = await publishRepository(run, repository, organization);
    if (room === "more") continue;
    // One that met GitHub's own limit had its turn: it must not keep the others from theirs each hour.
    const next = room === "next-time" ? repository : (ordered[index + 1] ?? ordered[0]);
    return installations.saveDigestTurn(installationId, next?.id ?? repository.id);
  }
}

/** Repositories from the one on whose turn it is; they come by their ids. */
function inTurn(repositories: readonly Repository[], turn = 0): readonly Repository[] {
  const before = repositories.filter(({ id }) => id < turn);
  return [...repositories.filter(({ id }) => id >= turn), ...before];
}

async function publishOrganization(run: Run, organization: OrganizationSeries): Promise<Room> {
  try {
    return await publishSeries(run, organization);
  } catch (error) {
    return fail(run, { installationId: organization.installationId, scope: "owner" }, error);
  }
}

async function publishRepository(
  run: Run,
  repository: Repository,
  organization: OrganizationSeries | undefined,
): Promise<Room> {
  try {
    const series = await findRepositorySeries(run.stores, {
      repository,
      organization: organization?.subject,
    });
    return series === undefined ? "more" : await publishSeries(run, series);
  } catch (error) {
    return fail(run, { repositoryId: repository.id, scope: "repository" }, error);
  }
}
