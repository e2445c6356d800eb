import { fetchTagCommit } from "../github/commits.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { ReleaseFacts } from "../github/release-facts.ts";
import type { When } from "../github/when.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { creatorOf } from "./people.ts";
import { noteRead } from "./unread.ts";

/** A release that was told of, by whom and when that is worked. */
interface ToldRelease {
  readonly repository: Repository;
  readonly release: ReleaseFacts;
  /** When that was heard, and when its tag is read. */
  readonly heardAt: Date;
  readonly now: Date;
}

/**
 * Keeps what was told of a release, and the commit that its tag names now; returns whether there is one.
 *
 * What was told is kept first: a tag that cannot be read now is read again later.
 */
export async function recordRelease(
  octokit: GitHubClient,
  stores: Pick<Stores, "releases" | "installations" | "unread">,
  { repository, release: { id, creator, telling }, heardAt, now }: ToldRelease,
): Promise<boolean> {
  const repositoryId = repository.id;
  const { tag, state } = telling;
  const by = await creatorOf(stores, repository, creator);
  const isMoved = await stores.releases.save({ repositoryId, id, creator: by, telling });
  if (isMoved) await stores.unread.wake(repositoryId, now);
  if (state === "withdrawn" || state === "deleted") {
    // Nothing has to be known of it any more.
    await stores.unread.remove({ repositoryId, kind: "tag", name: tag });
    return true;
  }
  return readTag(octokit, stores, { repository, tag, when: { heardAt, now }, now });
}

/** Which tag of which repository is read, and how old what tells of it is. */
interface TagReading {
  readonly repository: Repository;
  readonly tag: string;
  readonly when: When;
  readonly now: Date;
}

/** Reads and keeps which commit a tag names; one that names none is noted, to be read again. Returns whether it does. */
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
