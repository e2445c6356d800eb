import { setImmediate as turn } from "node:timers/promises";
import { fetchPastReleases } from "../../github/past-releases.ts";
import { creatorOf } from "../people.ts";
import { noteRead } from "../unread.ts";
import type { Phase } from "./phase.ts";

/**
 * Reads the releases that were published since an instant, and the known ones that changed since.
 *
 * GitHub lists them by the date of their tag's commit, so reading ends as for deployments.
 */
export const readReleases: Phase = async ({ octokit, stores, repository, backfill, now }) => {
  const page = Number(backfill.cursor ?? 1);
  const read = await fetchPastReleases(octokit, repository, { page, heardAt: backfill.startedAt, now });
  const recent = read.items.filter(
    ({ releaseState: { publishedAt = now } }) => publishedAt >= backfill.since,
  );
  const changed = read.items.filter(({ releaseState: { at } }) => at >= backfill.since);
  for (const release of new Set([...recent, ...changed])) {
    const { id, creator: by, releaseState, sha } = release;
    if (!recent.includes(release) && !(await stores.releases.isKnown(id))) continue;
    const creator = await creatorOf(stores, repository, by);
    await stores.releases.save({ repositoryId: repository.id, id, creator, releaseState });
    const { tag } = releaseState;
    if (sha !== undefined) await stores.releases.saveTag(repository.id, { tag, sha, at: now });
    const key = { repositoryId: repository.id, kind: "tag", name: tag } as const;
    await noteRead(stores.unread, { key, isRead: sha !== undefined, now });
    await turn();
  }
  const isOver = read.isLast || recent.length === 0;
  return { isOver, cursor: String(page + 1), budget: read.budget };
};
