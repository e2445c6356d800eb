import { recordBug } from "../queue/bugs.ts";
import type { Repository } from "../storage/repositories.ts";
import { alertSpend } from "./alert-spend.ts";
import type { DigestOptions } from "./digest-options.ts";
import { findOrganizationSeries, findRepositorySeries } from "./find-series.ts";
import { createIssueAccess } from "./issue-access.ts";
import { findNotifiedInstallation } from "./notified-owner.ts";
import { publishSeries, type Room, type Run, recordFailure } from "./publish-series.ts";
import type { OrganizationSeries } from "./series.ts";
import { computeStateOnce } from "./state-once.ts";

/**
 * Publishes the due digests, edits restated earlier ones, and closes issues that have a later one. An organization's
 * come first, then those of its repositories in turn.
 *
 * There is none for a week that ended before the app was installed, or before anything was measured. There is none
 * where a config disables it or GitHub refuses it for good, and none while the installation is suspended. A
 * repository's digest waits until its past is read. A failed one is tried again at the next call.
 */
export async function publishDueDigests(options: DigestOptions): Promise<void> {
  const all = await options.stores.repositories.listActive();
  const installed = Map.groupBy(all, (each) => each.installationId);
  const notified = await findNotifiedInstallation(options, installed);
  for (const [installationId, repositories] of installed) {
    const notify = installationId === notified ? options.notify : undefined;
    const access = createIssueAccess(options, options.log);
    const compute = computeStateOnce(options.compute);
    const run = { ...options, access, compute, notify };
    try {
      await publishOf(run, installationId, repositories);
    } catch (error) {
      // A failure of one installation must not stop the others.
      await recordBug(options.stores, { work: "digest", error, at: options.clock() });
      options.log.warn({ installationId, err: error }, "Digests of an installation not published");
    }
  }
}

/**
 * Publishes the due digests of an installation until GitHub accepts no more. The next call begins where this one ends.
 */
async function publishOf(
  run: Run,
  installationId: number,
  repositories: readonly Repository[],
): Promise<void> {
  const { backfills, installations } = run.stores;
  const organization = await findOrganizationSeries(run, repositories);
  if (organization === undefined) await installations.liftDigestProblem(installationId);
  const room = organization === undefined ? "more" : await publishOrganization(run, organization);
  if (room !== "more") return;
  const [{ owner } = { owner: "" }] = repositories;
  await alertSpend(run, { installationId, owner, series: organization });
  const ordered = inTurn(repositories, await installations.findDigestTurn(installationId));
  for (const [index, repository] of ordered.entries()) {
    if (await backfills.isRunning(repository.id)) continue;
    const room = await publishRepository(run, repository, organization);
    if (room === "more") continue;
    // A repository that met GitHub's limit itself has had its turn. It must not stop the others each hour.
    const next = room === "next-time" ? repository : (ordered[index + 1] ?? ordered[0]);
    return installations.saveDigestTurn(installationId, next?.id ?? repository.id);
  }
}

/** Repositories in the order of their ids, from the one whose turn it is. */
function inTurn(repositories: readonly Repository[], turn = 0): readonly Repository[] {
  const before = repositories.filter(({ id }) => id < turn);
  return [...repositories.filter(({ id }) => id >= turn), ...before];
}

async function publishOrganization(run: Run, organization: OrganizationSeries): Promise<Room> {
  try {
    return await publishSeries(run, organization);
  } catch (error) {
    return recordFailure(run, { installationId: organization.installationId, scope: "owner" }, error);
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
    return recordFailure(run, { repositoryId: repository.id, scope: "repository" }, error);
  }
}
