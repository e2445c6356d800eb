import { installedAt } from "../../github/facts.ts";
import { fetchCovered } from "../../github/installations.ts";
import type { Stores } from "../../storage/stores.ts";
import { type CoveredRepository, readPast } from "../past.ts";
import { askAgainOf } from "../refusals.ts";
import type { Handler, HandlerOptions } from "./event.ts";

/**
 * Records a new installation and requests the past of its repositories. Deletes everything of a removed one.
 *
 * While an installation is suspended, its work waits and GitHub sends nothing, so that time is a gap.
 */
export function onInstallation(
  {
    installations,
    ...stores
  }: Pick<Stores, "installations" | "repositories" | "removals" | "backfills" | "refusals">,
  { clock, onStale, onGap }: Pick<HandlerOptions, "clock" | "onStale" | "onGap">,
): Handler<"installation"> {
  return async ({ octokit, payload, log, receivedAt }) => {
    const { id } = payload.installation;
    const at = installedAt(payload, receivedAt);
    switch (payload.action) {
      case "created": {
        const isNew = await installations.create({ id, installedAt: at });
        // The request may fail and be repeated. By then the installation is no longer new.
        const isToBeAsked =
          payload.repositories === undefined && (await installations.find(id)) !== undefined;
        const found = isToBeAsked ? await unknownTo(stores, await fetchCovered(octokit)) : [];
        const covered = isNew ? (payload.repositories ?? found) : found;
        const left = await stillCovered(stores, id, covered);
        await readPast(stores, left, { installationId: id, at: clock() });
        return log.info({ installationId: id }, "Installation recorded");
      }
      case "deleted":
        await installations.forget(id, clock());
        return log.info({ installationId: id }, "Installation deleted with all that was stored of it");
      case "new_permissions_accepted":
        await askAgainOf(stores, id, clock());
        onStale();
        return log.info({ installationId: id }, "New permissions accepted");
      case "suspend":
        await installations.suspend(id, clock());
        return log.info({ installationId: id }, "Installation suspended");
      case "unsuspend": {
        const since = (await installations.find(id))?.suspendedAt;
        // First, so that a failure and a retry do not lose it.
        if (since !== undefined) await onGap?.({ installationId: id, since });
        await installations.resume(id);
        await askAgainOf(stores, id, clock());
        onStale();
        return log.info({ installationId: id, since }, "Installation not suspended any more");
      }
    }
  };
}

/** The repositories among some that are not stored. */
async function unknownTo(
  { repositories }: Pick<Stores, "repositories">,
  all: readonly CoveredRepository[],
): Promise<CoveredRepository[]> {
  const known = new Set((await repositories.list()).map(({ id }) => id));
  return all.filter(({ id }) => !known.has(id));
}

/** The first repositories of an installation, without those removed since, if its creation is reported late. */
async function stillCovered(
  { removals }: Pick<Stores, "removals">,
  installationId: number,
  repositories: readonly CoveredRepository[],
): Promise<CoveredRepository[]> {
  const covered: CoveredRepository[] = [];
  for (const repository of repositories) {
    const isGone = await removals.isRemoved({ installationId, repositoryId: repository.id });
    if (!isGone) covered.push(repository);
  }
  return covered;
}
