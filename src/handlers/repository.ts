import type { Stores } from "../storage/stores.ts";
import { rememberRepository } from "../sync/repository.ts";
import type { Handler, HandlerOptions } from "./event.ts";

/** Keeps a repository's name and owner, and deletes everything of one that is deleted. */
export function onRepository(stores: Stores, { clock }: HandlerOptions): Handler<"repository"> {
  return async ({ payload, log }) => {
    const { id } = payload.repository;
    if (payload.action === "deleted") {
      await stores.repositories.forget(id);
      log.info({ repositoryId: id }, "Repository deleted with all that was stored of it");
      return;
    }
    await rememberRepository(stores, payload, clock());
    log.info({ repositoryId: id, action: payload.action }, "Repository recorded");
  };
}

/** Deletes everything of the repositories that the app is taken off. */
export function onInstallationRepositories({
  repositories,
}: Pick<Stores, "repositories">): Handler<"installation_repositories"> {
  return async ({ payload, log }) => {
    for (const { id } of payload.repositories_removed) await repositories.forget(id);
    log.info(
      { repositories: payload.repositories_removed.length },
      "Repositories deleted with all that was stored of them",
    );
  };
}
