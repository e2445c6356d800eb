import { fetchInstallationId } from "../../github/installations.ts";
import type { GitHubClient } from "../../github/octokit.ts";
import { NO_EVENT } from "../../github/when.ts";
import type { Stores } from "../../storage/stores.ts";
import { readPast } from "../past.ts";
import { askAgain } from "../refusals.ts";
import { rememberRepository } from "../repository.ts";
import type { Event, Handler, HandlerOptions } from "./event.ts";

/**
 * Records a repository's name, owner, and whether it is archived, and deletes everything of a deleted one.
 *
 * Its visibility is not stored: digests request it each time they are written.
 */
export function onRepository(stores: Stores, options: HandlerOptions): Handler<"repository"> {
  return async (event) => {
    const { payload, log } = event;
    const { id } = payload.repository;
    if (payload.action === "deleted") {
      await stores.repositories.forget({ id, installationId: payload.installation.id, at: options.clock() });
      return log.info("Repository deleted with all that was stored of it");
    }
    if (payload.action === "transferred") return follow(stores, options, event);
    await rememberRepository(stores, payload, options.clock());
    // GitHub may accept now what it refused before.
    await askAgain(stores, [id], options.clock());
    options.onStale();
    log.info({ action: payload.action }, "Repository recorded");
  };
}

/**
 * Moves a repository to its new owner, when the app is installed there. GitHub sends that owner's installation.
 *
 * Each installation hashes people with its own key, so the accounts in the config are hashed again. The hashes of
 * earlier changes stay: from the transfer on a person counts as somebody else.
 */
async function follow(
  stores: Stores,
  { clock, settings }: HandlerOptions,
  { octokit, payload, log, receivedAt }: Event<"repository">,
): Promise<void> {
  const { id, name, owner } = payload.repository;
  const installationId = payload.installation.id;
  // A late delivery may be about a transfer before the last one.
  const covering = await fetchInstallationId(
    octokit,
    { owner: owner.login, name },
    { heardAt: receivedAt, now: clock() },
  );
  if (covering !== installationId) return log.info("Older transfer ignored");
  await stores.removals.readmit(installationId, [id]);
  const isKnown = (await stores.repositories.find(id)) !== undefined;
  const repository = await rememberRepository(stores, payload, clock());
  const covered = [{ id, full_name: `${owner.login}/${name}` }];
  if (!isKnown) await readPast(stores, covered, { installationId, at: clock() });
  await askAgain(stores, [id], clock());
  await settings.reload(octokit, repository, { sha: undefined, at: clock(), heardAt: receivedAt });
  log.info({ installationId }, "Repository follows its new owner");
}

/** Deletes everything of the repositories that were removed from the app, and adds the ones that were added to it. */
export function onInstallationRepositories(
  stores: Pick<Stores, "installations" | "repositories" | "removals" | "backfills" | "refusals">,
  { clock }: Pick<HandlerOptions, "clock">,
): Handler<"installation_repositories"> {
  return async ({ octokit, payload, log }) => {
    const installationId = payload.installation.id;
    const added = payload.repositories_added.map(({ id }) => id);
    await stores.installations.remember({ id: installationId, installedAt: clock() });
    await stores.removals.readmit(installationId, added);
    await readPast(stores, payload.repositories_added, { installationId, at: clock() });
    await askAgain(stores, added, clock());
    let removed = 0;
    for (const { id, full_name: fullName } of payload.repositories_removed) {
      if (id === undefined || (await isCovered(octokit, fullName))) continue;
      await stores.repositories.forget({ id, installationId, at: clock() });
      removed += 1;
    }
    log.info({ installationId, added: added.length, removed }, "Repositories of an installation changed");
  };
}

/**
 * Whether an installation covers the repository after all: added again since, or transferred and about to move.
 *
 * The delivery itself says that it is not covered, so GitHub's "not found" needs no wait.
 */
async function isCovered(octokit: GitHubClient, fullName: string | undefined): Promise<boolean> {
  const [owner, name] = fullName?.split("/") ?? [];
  if (owner === undefined || name === undefined) return false;
  return (await fetchInstallationId(octokit, { owner, name }, NO_EVENT)) !== undefined;
}
