import { fetchTagCommit } from "../github/commits.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { ReleaseFacts } from "../github/release-facts.ts";
import type { EventTimeOrNone } from "../github/when.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { creatorOf } from "./people.ts";
import { noteRead } from "./unread.ts";

/** A new state of a release, with its repository and times. */
interface ReportedRelease {
  readonly repository: Repository;
  readonly release: ReleaseFacts;
  /** The time of the first news about it, and the present time. */
  readonly heardAt: Date;
  readonly now: Date;
}

/**
 * Stores a state of a release, and the present commit of its tag. Returns whether there is one.
 *
 * The state is stored first: a tag that cannot be read now is read again later.
 */
export async function recordRelease(
  octokit: GitHubClient,
  stores: Pick<Stores, "releases" | "installations" | "unread">,
  { repository, release: { id, creator, releaseState }, heardAt, now }: ReportedRelease,
): Promise<boolean> {
  const repositoryId = repository.id;
  const { tag, state } = releaseState;
  const by = await creatorOf(stores, repository, creator);
  const isMoved = await stores.releases.save({ repositoryId, id, creator: by, releaseState });
  if (isMoved) await stores.unread.makeDue(repositoryId, now);
  if (state === "withdrawn" || state === "deleted") {
    // Its commit is no longer needed.
    await stores.unread.remove({ repositoryId, kind: "tag", name: tag });
    return true;
  }
  return readTag(octokit, stores, { repository, tag, when: { heardAt, now }, now });
}

/** The tag to read, and the age of the news about it. */
interface TagReading {
  readonly repository: Repository;
  readonly tag: string;
  readonly when: EventTimeOrNone;
  readonly now: Date;
}

/** Reads and stores the commit of a tag. A tag without one is noted, to be read again. Returns whether there is one. */
export async function readTag(
  octokit: GitHubClient,
  { releases, unread }: Pick<Stores, "releases" | "unread">,
  { repository, tag, when, now }: TagReading,
): Promise<boolean> {
  const sha = await fetchTagCommit(octokit, repository, { tag, when });
  if (sha !== undefined) await releases.saveTag(repository.id, { tag, sha, at: now });
  const key = { repositoryId: repository.id, kind: "tag", name: tag } as const;
  await noteRead(unread, { key, isRead: sha !== undefined, now });
  return sha !== undefined;
}
