import { type Past, pastOf } from "../past/github-past.ts";
import { reachableFrom } from "../world/reachable.ts";
import type { World } from "../world/world.ts";
import type { Delivery, Story } from "./story.ts";
import { commitsNamed, timeOf } from "./webhooks.ts";

/** How long after the webhook GitHub's API knows a commit, in milliseconds. */
export type LagOf = (sha: string) => number;

/** What GitHub's API tells of a story at a time: webhooks can be ahead of it. */
export function pastAt({ world, deliveries }: Story, at: Date, lagOf: LagOf): Past {
  const told = deliveries.filter((each) => timeOf(each) <= at);
  const known = knownCommits(
    world,
    told,
    (delivery, sha) => timeOf(delivery).getTime() + lagOf(sha) <= at.getTime(),
  );
  const isKnown = (delivery: Delivery) => commitsNamed(delivery).every((sha) => known.has(sha));
  return pastOf({
    world: new Map([...world].filter(([sha]) => known.has(sha))),
    deliveries: told.filter(isKnown),
  });
}

/** The commits that are known by then, with all that they build on; the first one was there before. */
function knownCommits(
  world: World,
  told: readonly Delivery[],
  isKnown: (delivery: Delivery, sha: string) => boolean,
): ReadonlySet<string> {
  const graph = new Map([...world].map(([sha, { parents }]) => [sha, { parents }]));
  const known = new Set([...world.keys()].slice(0, 1));
  for (const delivery of told) {
    for (const sha of commitsNamed(delivery)) {
      if (!world.has(sha) || !isKnown(delivery, sha)) continue;
      for (const each of reachableFrom(graph, sha, known)) known.add(each);
    }
  }
  return known;
}
