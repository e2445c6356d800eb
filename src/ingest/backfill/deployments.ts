import { setImmediate as turn } from "node:timers/promises";
import { fetchPastDeployments } from "../../github/past-deployments.ts";
import { creatorOf } from "../people.ts";
import { noteRead } from "../unread.ts";
import type { Phase } from "./phase.ts";

/**
 * Reads the deployments that were filed, or received a status, since an instant; the newest first.
 *
 * GitHub lists them by the time of filing, and an old record may be deployed again today. So reading continues until a
 * whole page of a hundred has nothing newer.
 */
export const readDeployments: Phase = async ({ octokit, stores, repository, backfill, now }) => {
  const page = Number(backfill.cursor ?? 1);
  const repositoryId = repository.id;
  const read = await fetchPastDeployments(octokit, repository, { page, since: backfill.since });
  for (const { deployment: fields, creator, statuses } of read.items) {
    const deployment = { ...fields, creator: await creatorOf(stores, repository, creator) };
    // Older statuses are left out: the events of other records at that time are unknown, too.
    const recent = (statuses ?? []).filter(({ at }) => at >= backfill.since);
    await stores.deployments.save({ repositoryId, deployment, statuses: recent });
    const key = { repositoryId, kind: "deployment", name: String(fields.id) } as const;
    await noteRead(stores.unread, { key, isRead: statuses !== undefined, now });
    await turn();
  }
  const isOver = read.isLast || read.items.length === 0;
  return { isOver, cursor: String(page + 1), budget: read.budget };
};
