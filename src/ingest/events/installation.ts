import { installedAt } from "../../github/facts.ts";
import { fetchCovered } from "../../github/installations.ts";
import type { Stores } from "../../storage/stores.ts";
import { type CoveredRepository, readPast } from "../past.ts";
import { askAgainOf } from "../refusals.ts";
import type { Handler, HandlerOptions } from "./event.ts";

/**
 * Records who installs the app and has the past of their repositories read, and deletes everything of those who remove it.
 *
 * While an installation is suspended nothing of it is worked and GitHub sends nothing, so what happened meanwhile is a gap.
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
        // To ask may fail and be tried again; then the installation is no new one any more.
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
        // First, so that it is not lost when this fails and is tried again.
        if (since !== undefined) await onGap?.({ installationId: id, since });
        await installations.resume(id);
        await askAgainOf(stores, id, clock());
        onStale();
        return log.info({ installationId: id, since }, "Installation not suspended any more");
      }
    }
  };
}

/** Those of some repositories of which nothing is known. */
async function unknownTo(
  { repositories }: Pick<Stores, "repositories">,
  all: readonly CoveredRepository[],
): Promise<CoveredRepository[]> {
  const known = new Set((await repositories.list()).map(({ id }) => id));
  return all.filter(({ id }) => !known.has(id));
}

/** Those of an installation's first repositories that were not removed since, should its creation be told late. */
async function stillCovered(
  { removals }: Pick<Stores, "removals">,
  installationId: number,
  repositories: readonly CoveredRepository[],
): Promise<CoveredRepository[]> {
  const covered: CoveredRepository[] = [];
  for (const repository of repositories) {
    const isGone = await removals.covers({ installationId, repositoryId: repository.id });
    if (!isGone) covered.push(repository);
  }
  return covered;
}
