import { fetchInstallationId } from "../github/installations.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { Stores } from "../storage/stores.ts";
import { rememberRepository } from "../sync/repository.ts";
import type { Event, Handler, HandlerOptions } from "./event.ts";

/**
 * Keeps a repository's name, owner, and whether it is archived, and deletes everything of one that is deleted.
 *
 * Whether it is public is not kept: digests ask for it each time they are written.
 */
export function onRepository(stores: Stores, options: HandlerOptions): Handler<"repository"> {
  return async (event) => {
    const { payload, log } = event;
    const { id } = payload.repository;
    if (payload.action === "deleted") {
      await stores.repositories.forget({ id, installationId: payload.installation.id, at: options.clock() });
      return log.info({ repositoryId: id }, "Repository deleted with all that was stored of it");
    }
    if (payload.action === "transferred") return follow(stores, options, event);
    await rememberRepository(stores, payload, options.clock());
    // What could not be written while it was archived is due now.
    options.onStale();
    log.info({ repositoryId: id, action: payload.action }, "Repository recorded");
  };
}

/**
 * Has a repository follow its new owner, when the app is installed there: GitHub tells that owner's installation.
 *
 * The keyed hashes of people are each installation's own, so whoever the config names is hashed anew. Those of earlier
 * changes stay as they are: a person counts as somebody else from the transfer on.
 */
async function follow(
  stores: Stores,
  { clock, settings }: HandlerOptions,
  { octokit, payload, log }: Event<"repository">,
): Promise<void> {
  const { id, name, owner } = payload.repository;
  const installationId = payload.installation.id;
  // A delivery that comes late may tell of a transfer before the last one.
  const covering = await fetchInstallationId(octokit, { owner: owner.login, name });
  if (covering !== installationId) return log.info({ repositoryId: id }, "Transfer before the last left out");
  await stores.removals.readmit(installationId, [id]);
  const repository = await rememberRepository(stores, payload, clock());
  await settings.refresh(octokit, repository, { sha: undefined, at: clock() });
  log.info({ repositoryId: id, installationId }, "Repository follows its new owner");
}

/** Deletes everything of the repositories that the app is taken off, and takes in those that it is put on. */
export function onInstallationRepositories(
  { repositories, removals }: Pick<Stores, "repositories" | "removals">,
  { clock }: Pick<HandlerOptions, "clock">,
): Handler<"installation_repositories"> {
  return async ({ octokit, payload, log }) => {
    const installationId = payload.installation.id;
    const added = payload.repositories_added.map(({ id }) => id);
    await removals.readmit(installationId, added);
    let removed = 0;
    for (const repository of payload.repositories_removed) {
      if (await isCovered(octokit, repository.full_name)) continue;
      await repositories.forget({ id: repository.id, installationId, at: clock() });
      removed += 1;
    }
    log.info({ installationId, added: added.length, removed }, "Repositories of an installation changed");
  };
}

/** Whether an installation covers the repository after all: put back since, or transferred and about to follow. */
async function isCovered(octokit: GitHubClient, fullName: string | undefined): Promise<boolean> {
  const [owner, name] = fullName?.split("/") ?? [];
  if (owner === undefined || name === undefined) return false;
  return (await fetchInstallationId(octokit, { owner, name })) !== undefined;
}
