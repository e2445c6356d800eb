import type { Past } from "../past/github-past.ts";
import { pageOf } from "../past/github-past-rest.ts";
import { reachableFrom } from "../world/reachable.ts";
import { SHOP } from "../world/shop.ts";
import { toGitHubCommit, type World } from "../world/world.ts";
import { type Answer, UNKNOWN } from "./written.ts";

/** Answers lists of commits from what is known, the newest first; those of a pull request the oldest first. */
export function listedCommits({ world, pulls }: Past, { pathname, searchParams }: URL): Answer | undefined {
  const path = pathname.replace(`/repos/${SHOP.owner}/${SHOP.name}`, "");
  const [, number] = /^\/pulls\/(\d+)\/commits$/.exec(path) ?? [];
  const sha = path === "/commits" ? searchParams.get("sha") : null;
  if (number !== undefined) {
    const pull = pulls.find((each) => each.pull_request.number === Number(number))?.pull_request;
    return pull === undefined
      ? UNKNOWN
      : listed(world, ahead(world, pull.base.sha, pull.head.sha).reverse(), searchParams);
  }
  if (sha === null || sha === "main") return undefined;
  return world.has(sha) ? listed(world, ahead(world, undefined, sha), searchParams) : UNKNOWN;
}

function listed(world: World, shas: readonly string[], query: URLSearchParams): Answer {
  return { status: 200, body: pageOf(shas, query).map((sha) => toGitHubCommit(world, sha)) };
}

/** The commits that a head reaches and a base does not, children first. */
function ahead(world: World, base: string | undefined, head: string): string[] {
  const graph = new Map([...world].map(([sha, { parents }]) => [sha, { parents }]));
  const known = base === undefined ? undefined : reachableFrom(graph, base);
  const reached = reachableFrom(graph, head, known);
  // A world tells its commits in the order in which they were made.
  return [...world.keys()].filter((sha) => reached.has(sha)).reverse();
}
