import type { Logger } from "pino";
import { closedFor, type Openness, type RefusalReason } from "../domain/refusal.ts";
import { fetchRepository } from "../github/visibility.ts";
import { recordRefusal } from "../ingest/refusals.ts";
import type { WorkOptions } from "../ingest/work-options.ts";
import type { Repository } from "../storage/repositories.ts";

/** Tells which repositories take a digest, and keeps why others do not. */
export interface IssueAccess {
  /** Whether a repository is known to take none, and is not to be asked again yet. */
  isClosed(repository: Repository): Promise<boolean>;
  /** Whether a repository takes a digest now, as far as is known; GitHub is asked where that is not known, or a day old. */
  isOpen(repository: Repository): Promise<boolean>;
  /** Keeps that a repository took one. */
  open(repository: Repository): Promise<void>;
  /** Keeps why a repository takes none; returns whether that is what a failure tells. */
  close(repository: Repository, error: unknown): Promise<boolean>;
}

/** So many repositories of an installation are asked for at once, a small part of the requests that it may send in an hour. */
const MOST_ASKED = 500;

/** Creates what tells it for one run over the repositories of an installation. */
export function createIssueAccess(
  { stores, authenticate, clock }: Pick<WorkOptions, "stores" | "authenticate" | "clock">,
  log: Logger,
): IssueAccess {
  let asked = 0;
  return {
    isClosed,
    async isOpen(repository) {
      if (await isClosed(repository)) return false;
      const told = (await stores.repositories.find(repository.id)) ?? repository;
      const refusal = await stores.refusals.find({ repositoryId: repository.id, refused: "issues" });
      const reason = closedFor(told);
      if (refusal === undefined && reason !== undefined) return keep(repository, reason);
      // A refusal by GitHub itself is asked again by writing; what the repository is like, by reading.
      if (reason === undefined && told.hasIssues !== undefined) return true;
      if (asked >= MOST_ASKED) return false;
      asked += 1;
      return ask(repository);
    },
    async open({ id }) {
      await stores.refusals.lift({ repositoryId: id, refused: "issues" });
    },
    async close(repository, error) {
      const met = { repository, refused: "issues", error, at: clock() } as const;
      const recorded = await recordRefusal(await authenticate(repository), stores, met);
      if (recorded?.isNew) tell(repository, recorded.reason);
      return recorded !== undefined;
    },
  };

  async function isClosed({ id }: Repository): Promise<boolean> {
    const refusal = await stores.refusals.find({ repositoryId: id, refused: "issues" });
    return refusal !== undefined && refusal.askAgainAt > clock();
  }

  async function ask(repository: Repository): Promise<boolean> {
    const found = await fetchRepository(await authenticate(repository), repository);
    if (found === undefined) return keep(repository, "not-found");
    // An Enterprise Server that does not tell is asked by writing.
    const openness: Openness = { isArchived: found.isArchived, hasIssues: found.hasIssues ?? true };
    await stores.repositories.learn([{ id: repository.id, ...openness }]);
    const reason = closedFor(openness);
    return reason === undefined || keep(repository, reason);
  }

  async function keep(repository: Repository, reason: RefusalReason): Promise<false> {
    const met = { repositoryId: repository.id, refused: "issues", reason, at: clock() } as const;
    if (await stores.refusals.save(met)) tell(repository, reason);
    return false;
  }

  function tell({ id: repositoryId }: Repository, reason: RefusalReason): void {
    log.info({ repositoryId, reason }, "Digests refused, asked again after a change or a day");
  }
}
