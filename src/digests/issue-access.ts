import type { Logger } from "pino";
import { closedFor, type Openness, type RefusalReason } from "../domain/refusal.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { fetchRepository } from "../github/visibility.ts";
import { recordRefusal } from "../ingest/refusals.ts";
import type { WorkOptions } from "../ingest/work-options.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";

/** Knows which repositories accept a digest, and records why others do not. */
export interface IssueAccess {
  /** Whether a repository is known to accept none, and must not be asked again yet. */
  isClosed(repository: Repository): Promise<boolean>;
  /**
   * Whether a repository accepts a digest now, as far as is known. GitHub is asked where that is unknown, or a day old.
   */
  isOpen(repository: Repository): Promise<boolean>;
  /** Records that a repository accepted one. */
  open(repository: Repository): Promise<void>;
  /** Records why a repository accepts none. Returns whether the failure is such a refusal. */
  close(repository: Repository, error: unknown): Promise<boolean>;
}

/** The most repositories of an installation to ask in one run, a small part of its hourly requests. */
const MOST_ASKED = 500;

/** Creates the access for one run over the repositories of an installation. */
export function createIssueAccess(
  { stores, authenticate, clock }: Pick<WorkOptions, "stores" | "authenticate" | "clock">,
  log: Logger,
): IssueAccess {
  let asked = 0;
  return {
    isClosed,
    async isOpen(repository) {
      if (await isClosed(repository)) return false;
      const current = (await stores.repositories.find(repository.id)) ?? repository;
      const refusal = await stores.refusals.find({ repositoryId: repository.id, refused: "issues" });
      const reason = closedFor(current);
      if (refusal === undefined && reason !== undefined) return keep(repository, reason);
      // After a refusal by GitHub itself, the next write asks again. The properties of a repository are read again.
      if (reason === undefined && current.hasIssues !== undefined) return true;
      if (asked >= MOST_ASKED) return false;
      asked += 1;
      const found = await readReason(await authenticate(repository), stores, repository);
      return found === undefined || keep(repository, found);
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

  async function keep(repository: Repository, reason: RefusalReason): Promise<false> {
    const met = { repositoryId: repository.id, refused: "issues", reason, at: clock() } as const;
    if (await stores.refusals.save(met)) tell(repository, reason);
    return false;
  }

  function tell({ id: repositoryId }: Repository, reason: RefusalReason): void {
    log.info({ repositoryId, reason }, "Digests refused, requested again after a change or a day");
  }
}

/** Reads from GitHub why a repository accepts no digest now; `undefined` when it accepts one. */
async function readReason(
  octokit: GitHubClient,
  { repositories }: Pick<Stores, "repositories">,
  repository: Repository,
): Promise<RefusalReason | undefined> {
  const found = await fetchRepository(octokit, repository);
  if (found === undefined) return "not-found";
  // For an Enterprise Server that does not say, the write decides.
  const openness: Openness = { isArchived: found.isArchived, hasIssues: found.hasIssues ?? true };
  await repositories.saveOpenness([{ id: repository.id, ...openness }]);
  return closedFor(openness);
}
