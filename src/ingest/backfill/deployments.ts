import { setImmediate as turn } from "node:timers/promises";
import { fetchPastDeployments } from "../../github/past-deployments.ts";
import { fetchPastReleases } from "../../github/past-releases.ts";
import { creatorOf } from "../people.ts";
import { noteRead } from "../unread.ts";
import type { Phase } from "./phase.ts";

/**
 * Reads the deployments that were filed, or given a status, since then; the newest first.
 *
 * GitHub lists them by when they were filed, and a record of long ago may be deployed again today: reading goes on until a
 * whole page of a hundred tells of nothing since then.
 */
export const readDeployments: Phase = async ({ octokit, stores, repository, backfill, now }) => {
  const page = Number(backfill.cursor ?? 1);
  const repositoryId = repository.id;
  const read = await fetchPastDeployments(octokit, repository, { page, since: backfill.since });
  for (const { deployment: told, creator, statuses } of read.items) {
    const deployment = { ...told, creator: await creatorOf(stores, repository, creator) };
    // What a record did before is as unknown as what others did before.
    const recent = (statuses ?? []).filter(({ at }) => at >= backfill.since);
    await stores.deployments.save({ repositoryId, deployment, statuses: recent });
    const key = { repositoryId, kind: "deployment", name: String(told.id) } as const;
    await noteRead(stores.unread, { key, isRead: statuses !== undefined, now });
    await turn();
  }
  const isOver = read.isLast || read.items.length === 0;
  return { isOver, cursor: String(page + 1), budget: read.budget };
};

/**
 * Reads the releases that were published since then, and those known already that were changed since.
 *
 * GitHub lists them by when their tag's commit was made, so reading goes on like that of deployments.
 */
export const readReleases: Phase = async ({ octokit, stores, repository, backfill, now }) => {
  const page = Number(backfill.cursor ?? 1);
  const read = await fetchPastReleases(octokit, repository, { page, heardAt: backfill.startedAt, now });
  const recent = read.items.filter(({ telling: { publishedAt = now } }) => publishedAt >= backfill.since);
  const changed = read.items.filter(({ telling: { at } }) => at >= backfill.since);
  for (const release of new Set([...recent, ...changed])) {
    const { id, creator: by, telling, sha } = release;
    if (!recent.includes(release) && !(await stores.releases.isKnown(id))) continue;
    const creator = await creatorOf(stores, repository, by);
    await stores.releases.save({ repositoryId: repository.id, id, creator, telling });
    const { tag } = telling;
    if (sha !== undefined) await stores.releases.saveTag(repository.id, { tag, sha, at: now });
    const key = { repositoryId: repository.id, kind: "tag", name: tag } as const;
    await noteRead(stores.unread, { key, isRead: sha !== undefined, now });
    await turn();
  }
  const isOver = read.isLast || recent.length === 0;
  return { isOver, cursor: String(page + 1), budget: read.budget };
};
