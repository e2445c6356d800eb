import { rangeKey } from "../domain/shipping/ranges.ts";
import { type GitHubClient, isRefusal } from "../github/octokit.ts";
import type { Stores } from "../storage/stores.ts";
import { type Reading, readChange, unreadable } from "./read-change.ts";
import { sourceOf } from "./source.ts";
import { afterFailure, afterRecord } from "./unread.ts";

/** Which change is read, and when. */
export interface ChangeReading extends Reading {
  readonly id: string;
  readonly now: Date;
  /** Whether what was read of it before stays when GitHub tells nothing any more. */
  readonly keepsKnown: boolean;
}

/**
 * Reads a change and keeps what it says; what GitHub does not tell is noted, to be read again.
 *
 * Throws while it is too early to tell, or GitHub could not tell it less than three times.
 */
export async function keepChange(
  octokit: GitHubClient,
  stores: Pick<Stores, "commits" | "changes" | "unread">,
  { id, now, keepsKnown, ...of }: ChangeReading,
): Promise<void> {
  const repositoryId = of.repository.id;
  const key = { repositoryId, kind: "change", name: id } as const;
  const source = rangeKey({ base: of.source.baseSha, head: of.source.headSha });
  const noted = await stores.unread.find(key);
  const before = noted?.source === source ? noted : undefined;
  const asked = { key, source, before, now };
  const patience = { refusals: before?.refusals ?? 0, isAgain: before?.lacks !== undefined };
  try {
    const outcome = await readChange(octokit, stores, { ...of, ...patience });
    const read = outcome?.read ?? (keepsKnown ? undefined : unreadable(sourceOf(of.source, of.settings)));
    if (read !== undefined) await stores.changes.saveRead({ repositoryId, id }, read);
    const lacks = outcome === undefined ? "everything" : outcome.lacks;
    if (lacks === undefined) await stores.unread.remove(key);
    else await stores.unread.save(afterRecord(asked, lacks));
  } catch (error) {
    // Whoever asked tries again.
    if (isRefusal(error)) await stores.unread.save({ ...afterFailure(asked, error), dueAt: before?.dueAt });
    throw error;
  }
}
