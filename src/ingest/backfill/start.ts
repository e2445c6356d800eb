import { fetchFirstBefore } from "../../github/activity.ts";
import { fetchDefaultBranch } from "../../github/default-branch.ts";
import { undefinedOn } from "../../github/octokit.ts";
import type { Phase } from "./phase.ts";

/** Finds the range of the default branch to read; none in an empty repository. */
export const readStart: Phase = async ({ octokit, stores, repository, backfill, now }) => {
  const { openness, found } = await fetchDefaultBranch(octokit, repository);
  await stores.repositories.saveOpenness([{ id: repository.id, ...openness }]);
  if (found === undefined) return { isOver: true, knownRange: undefined };
  const from = { branch: found.branch, since: backfill.since, now };
  // An older Enterprise Server keeps no log of activity. Then the base of the earliest change is used.
  const base = await fetchFirstBefore(octokit, repository, from).catch(undefinedOn(404, 422));
  return { isOver: true, knownRange: { ...found, base, isComplete: false } };
};
