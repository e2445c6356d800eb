import { recordBug } from "../queue/bugs.ts";
import type { Repository } from "../storage/repositories.ts";
import { throwIfLost } from "../storage/sql/lost-database.ts";
import { alertSpend } from "./alert-spend.ts";
import { closeReplaced } from "./close-replaced.ts";
import type { DigestOptions } from "./digest-options.ts";
import { type DigestsOfOwner, findDigestsOfOwner, findRepositorySeries } from "./find-series.ts";
import { createIssueAccess } from "./issue-access.ts";
import { keepNoPlace } from "./no-place.ts";
import { findNotifiedInstallation } from "./notified-owner.ts";
import { publishSeries } from "./publish-series.ts";
import { type Room, type Run, recordFailure } from "./run.ts";
import type { OrganizationSeries } from "./series.ts";
import { computeStateOnce } from "./state-once.ts";

/**
 * Publishes the due digests, edits restated earlier ones, and closes issues that have a later one. An organization's
 * come first, then those of its repositories in turn.
 *
 * There is none for a week that ended before the app was installed, or before anything was measured. There is none
 * where a config disables it or GitHub refuses it for good, and none while the installation is suspended. A
 * repository's digest waits until its past is read. A failed one is tried again at the next call. Throws when the
 * database is lost: the rest is for a repeat.
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
      throwIfLost(error);
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
  const of = await findDigestsOfOwner(run, repositories);
  const { per, series } = of;
  const [{ owner } = { owner: "" }] = repositories;
  if (per === "organization" && series === undefined) await keepNoPlace(run, installationId, owner);
  else if (series === undefined) await installations.liftDigestProblem(installationId);
  const room = series === undefined ? "more" : await publishOrganization(run, series);
  if (room !== "more") return;
  await alertSpend(run, { installationId, owner, series });
  const isPartOfOne = await findParts(run, installationId, of);
  const ordered = inTurn(repositories, await installations.findDigestTurn(installationId));
  for (const [index, repository] of ordered.entries()) {
    if (await backfills.isRunning(repository.id)) continue;
    const parts = { organization: series?.subject, isPartOfOne: isPartOfOne(repository) };
    const room = await publishRepository(run, { repository, ...parts });
    if (room === "more") continue;
    // A repository that met GitHub's limit itself has had its turn. It must not stop the others each hour.
    const next = room === "next-time" ? repository : (ordered[index + 1] ?? ordered[0]);
    return installations.saveDigestTurn(installationId, next?.id ?? repository.id);
  }
  await closeReplaced(run, installationId, of);
}

/**
 * Finds which repositories have no digest of their own, because the organization has one.
 *
 * While that one is disabled or has no place, the repositories that have an issue keep theirs, and no other repository
 * begins.
 */
async function findParts(
  { stores }: Run,
  installationId: number,
  { isOne, series }: DigestsOfOwner,
): Promise<(repository: Repository) => boolean> {
  if (!isOne) return () => false;
  const open = await stores.digests.listOpen(installationId);
  // The place is known only by its name until the organization has an issue there.
  const hasIssue = open.some(({ scope }) => scope === "owner");
  if (series?.repository !== undefined || (series !== undefined && hasIssue)) return () => true;
  const withIssue = new Set(
    open.filter(({ scope }) => scope === "repository").map((each) => each.repositoryId),
  );
  return ({ id }) => !withIssue.has(id);
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

async function publishRepository(run: Run, of: Parameters<typeof findRepositorySeries>[1]): Promise<Room> {
  try {
    const series = await findRepositorySeries(run.stores, of);
    return series === undefined ? "more" : await publishSeries(run, series);
  } catch (error) {
    return recordFailure(run, { repositoryId: of.repository.id, scope: "repository" }, error);
  }
}
