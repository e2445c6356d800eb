import { applyDeployments } from "../timeline.ts";
import type { Phase } from "./phase.ts";

const PER_TURN = 100;

/** Applies the deployments of the past, the oldest first. The history between most of them is known. */
export const applyPast: Phase = async ({ octokit, stores, repository, settings, now, history }) => {
  const { isKnown } = await history();
  const applying = { repository, settings, at: now, most: PER_TURN, isKnown };
  // Deployments that wait for a range are applied when that is read.
  return { isOver: (await applyDeployments(octokit, stores, applying)) !== "more" };
};
