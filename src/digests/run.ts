import { ContentLimitError } from "../github/content-limit.ts";
import { rateLimitWait } from "../github/rate-limits.ts";
import { recordBug } from "../queue/bugs.ts";
import type { Repository } from "../storage/repositories.ts";
import { throwIfLost } from "../storage/sql/lost-database.ts";
import type { DigestOptions } from "./digest-options.ts";
import type { IssueAccess } from "./issue-access.ts";

/** The options for publishing the digests of an installation. */
export interface Run extends DigestOptions {
  readonly access: IssueAccess;
}

/**
 * Whether GitHub accepts more writes of the installation now; `next-time` when it also refused a write of this
 * repository.
 */
export type Room = "more" | "no-more" | "next-time";

/**
 * Logs a failure. Returns whether GitHub accepts more of the installation now.
 *
 * Throws the error of a lost database or claim: it ends the run, which is repeated, and is no failure of one digest.
 */
export async function recordFailure({ stores, clock, log }: Run, of: object, error: unknown): Promise<Room> {
  throwIfLost(error);
  await recordBug(stores, { work: "digest", error, at: clock() });
  log.warn({ ...of, err: error }, "Digest not published");
  if (rateLimitWait(error) === undefined) return "more";
  return error instanceof ContentLimitError ? "next-time" : "no-more";
}

/** Records a refusal of a digest for good. Returns whether the error is one; `false` also when nobody can say. */
export async function closeIfRefused({ access }: Run, place: Repository, error: unknown): Promise<boolean> {
  throwIfLost(error);
  return access.close(place, error).catch((failure: unknown) => {
    throwIfLost(failure);
    return false;
  });
}
