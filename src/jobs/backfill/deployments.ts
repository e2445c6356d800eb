import { setImmediate as turn } from "node:timers/promises";
import { fetchPastDeployments } from "../../github/past-deployments.ts";
import { fetchPastReleases } from "../../github/past-releases.ts";
import { creatorOf } from "../../sync/people.ts";
import type { Phase } from "./phase.ts";

/** Reads the deployments with their statuses, the newest first. */
export const readDeployments: Phase = async ({ octokit, stores, repository, backfill }) => {
  const page = Number(backfill.cursor ?? 1);
  const read = await fetchPastDeployments(octokit, repository, page);
  const recent = read.items.filter(({ createdAt }) => createdAt >= backfill.since);
  for (const { deployment: told, creator, statuses } of recent) {
    const deployment = { ...told, creator: await creatorOf(stores, repository, creator) };
    for (const status of statuses) {
      await stores.deployments.save({ repositoryId: repository.id, deployment, status });
    }
    await turn();
  }
  const isOver = read.isLast || recent.length < read.items.length;
  return { isOver, cursor: String(page + 1), budget: read.budget };
};

/** Reads the published releases, the newest first. */
export const readReleases: Phase = async ({ octokit, stores, repository, backfill, now }) => {
  const page = Number(backfill.cursor ?? 1);
  const read = await fetchPastReleases(octokit, repository, { page, heardAt: backfill.startedAt, now });
  const recent = read.items.filter(({ status }) => status.at >= backfill.since);
  for (const { deployment: told, creator, status } of recent) {
    const deployment = { ...told, creator: await creatorOf(stores, repository, creator) };
    await stores.deployments.save({ repositoryId: repository.id, deployment, status });
    await turn();
  }
  const isOver = read.isLast || recent.length === 0;
  return { isOver, cursor: String(page + 1), budget: read.budget };
};
