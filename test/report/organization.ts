import fc from "fast-check";
import { pastOf } from "../../dev/simulation/past/github-past.ts";
import { longPast } from "../../dev/simulation/past/long-past.ts";
import type { PlacedPast } from "../../dev/simulation/past/organization-past.ts";
import { play } from "../../dev/simulation/story/story.ts";
import { lastingReleaseSteps, steps } from "../../dev/simulation/story/story-steps.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { PlimsollOctokit } from "../../src/github/octokit.ts";
import { createTokenClients } from "../../src/github/token-client.ts";
import { createReport, type ReportOptions } from "../../src/report/report.ts";

/** Some days after the week of which the reports tell. */
export const NOW = at(24, 12);

/** Nobody waits for the rate limits of a GitHub that has none. */
export const Octokit = PlimsollOctokit.defaults((options: { throttle?: object }) => ({
  ...options,
  throttle: { ...options.throttle, enabled: false },
}));

/** Three repositories, one public: one deploys often, one has reverts and more, and one releases. */
export function threeRepositories(seed: number): readonly PlacedPast[] {
  const [story, released] = [steps, lastingReleaseSteps].map(
    (all) => fc.sample(all.map(play), { seed, numRuns: 1 })[0],
  );
  if (story === undefined || released === undefined) throw new Error("no story was made");
  return [
    { id: 7, name: "shop", past: longPast({ pulls: 40, deployEvery: 4, unmergedEvery: 2 }), isPublic: true },
    { id: 8, name: "api", past: pastOf(story) },
    {
      id: 9,
      name: "lib",
      past: pastOf(released),
      files: { ".github/plimsoll.yml": "ship: releases\nproduction: [production]\n" },
    },
  ];
}

/** Makes a report of the simulated organization. */
export function reportOf(options: Partial<ReportOptions> = {}) {
  const clients = createTokenClients({ token: "ghp_test", apiUrl: API }, Octokit);
  return createReport({
    ...{ scope: { owner: "acme", names: "all" }, weeks: 13, week: undefined, publishes: false, clients },
    ...{ clock: () => NOW, definitionUrl: undefined, onProgress: () => {} },
    ...options,
  });
}
