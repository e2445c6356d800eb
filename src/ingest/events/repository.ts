import { fetchInstallationId } from "../../github/installations.ts";
import type { GitHubClient } from "../../github/octokit.ts";
import { NO_EVENT } from "../../github/when.ts";
import type { Stores } from "../../storage/stores.ts";
import { readPast } from "../past.ts";
import { askAgain } from "../refusals.ts";
import { rememberRepository } from "../repository.ts";
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
      return log.info("Repository deleted with all that was stored of it");
    }
    if (payload.action === "transferred") return follow(stores, options, event);
    await rememberRepository(stores, payload, options.clock());
    // What GitHub refused may be taken now.
    await askAgain(stores, [id], options.clock());
    options.onStale();
    log.info({ action: payload.action }, "Repository recorded");
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
  { octokit, payload, log, receivedAt }: Event<"repository">,
): Promise<void> {
  const { id, name, owner } = payload.repository;
  const installationId = payload.installation.id;
  // A delivery that comes late may tell of a transfer before the last one.
  const covering = await fetchInstallationId(
    octokit,
    { owner: owner.login, name },
    { heardAt: receivedAt, now: clock() },
  );
  if (covering !== installationId) return log.info("Transfer before the last left out");
  await stores.removals.readmit(installationId, [id]);
  const isKnown = (await stores.repositories.find(id)) !== undefined;
  const repository = await rememberRepository(stores, payload, clock());
  const covered = [{ id, full_name: `${owner.login}/${name}` }];
  if (!isKnown) await readPast(stores, covered, { installationId, at: clock() });
  await askAgain(stores, [id], clock());
  await settings.refresh(octokit, repository, { sha: undefined, at: clock(), heardAt: receivedAt });
  log.info({ installationId }, "Repository follows its new owner");
}

/** Deletes everything of the repositories that the app is taken off, and takes in those that it is put on. */
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
 * Whether an installation covers the repository after all: put back since, or transferred and about to follow.
 *
 * That GitHub knows none is what the delivery tells, so it is a fact at once.
 */
async function isCovered(octokit: GitHubClient, fullName: string | undefined): Promise<boolean> {
  const [owner, name] = fullName?.split("/") ?? [];
  if (owner === undefined || name === undefined) return false;
  return (await fetchInstallationId(octokit, { owner, name }, NO_EVENT)) !== undefined;
}
