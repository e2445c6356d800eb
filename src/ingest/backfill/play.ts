import { playDeployments } from "../timeline.ts";
import type { Phase } from "./phase.ts";

const PER_TURN = 100;

/** Plays the deployments of the past, the oldest first. The history between most of them is known. */
export const playPast: Phase = async ({ octokit, stores, repository, settings, now, history }) => {
  const { isKnown } = await history();
  const playing = { repository, settings, at: now, most: PER_TURN, isKnown };
  // Deployments that wait for a range are played when that is read.
  return { isOver: (await playDeployments(octokit, stores, playing)) !== "more" };
};
