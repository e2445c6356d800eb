import type { GitHubClient } from "../github/octokit.ts";
import type { ReleaseFacts } from "../github/release-facts.ts";
import { fetchTagCommit } from "../github/tags.ts";
import { NO_EVENT, type When } from "../github/when.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { creatorOf } from "./people.ts";

/** A release that was told of, by whom and when that is worked. */
export interface ToldRelease {
  readonly repository: Repository;
  readonly release: ReleaseFacts;
  /** When that was heard, and when its tag is read. */
  readonly heardAt: Date;
  readonly now: Date;
}

/** How many tags that could not be read before are read again with the next release. */
const MOST_AGAIN = 10;

/**
 * Keeps what was told of a release, and the commit that its tag names now; returns whether there is one.
 *
 * What was told is kept first: a tag that cannot be read now may be later.
 */
export async function recordRelease(
  octokit: GitHubClient,
  stores: Pick<Stores, "releases" | "installations">,
  { repository, release: { id, creator, telling }, heardAt, now }: ToldRelease,
): Promise<boolean> {
  const repositoryId = repository.id;
  const by = await creatorOf(stores, repository, creator);
  await stores.releases.save({ repositoryId, id, creator: by, telling });
  const unknown = (await stores.releases.listTagless(repositoryId)).map(({ tag }) => tag);
  const again = unknown.filter((tag) => tag !== telling.tag).slice(0, MOST_AGAIN);
  for (const tag of again) await readTag(octokit, stores, { repository, tag, when: NO_EVENT, now });
  if (telling.state === "withdrawn" || telling.state === "deleted") return true;
  return readTag(octokit, stores, { repository, tag: telling.tag, when: { heardAt, now }, now });
}

async function readTag(
  octokit: GitHubClient,
  { releases }: Pick<Stores, "releases">,
  {
    repository,
    tag,
    when,
    now,
  }: Pick<ToldRelease, "repository" | "now"> & {
    readonly tag: string;
    readonly when: When;
  },
): Promise<boolean> {
  const sha = await fetchTagCommit(octokit, repository, { tag, when });
  if (sha === undefined) return false;
  await releases.saveTag(repository.id, { tag, sha, at: now });
  return true;
}
