import { API, file, filesOfBranch } from "../world/world.ts";
import type { Past } from "./github-past.ts";
import { aheadOf, textsOf } from "./github-past-graphql.ts";

/** A page of a list. */
export function pageOf<Item>(items: readonly Item[], query: URLSearchParams): readonly Item[] {
  const [size, page] = [Number(query.get("per_page")), Number(query.get("page") ?? 1)];
  return items.slice((page - 1) * size, page * size);
}

/** The log of how the default branch moved. */
export function activityOf({ pushes }: Past, query: URLSearchParams): object[] {
  const start = Number(query.get("after") ?? 0);
  const all = query.get("direction") === "asc" ? pushes : pushes.toReversed();
  return all.slice(start, start + Number(query.get("per_page"))).map((push) => ({
    ...{ before: push.before, after: push.after, actor: push.sender },
    timestamp: new Date(push.repository.pushed_at * 1_000).toISOString(),
    activity_type: push.forced ? "force_push" : "push",
  }));
}

/** The link to the next page of that log. */
export function linkOf({ pushes }: Past, query: URLSearchParams): { readonly link?: string } {
  const end = Number(query.get("after") ?? 0) + Number(query.get("per_page"));
  return end < pushes.length ? { link: `<${API}/repositories/7/activity?after=${end}>; rel="next"` } : {};
}

/** All deployments, the newest first. */
export function deploymentsOf({ statuses }: Past): object[] {
  return [...Map.groupBy(statuses, ({ deployment }) => deployment.id).values()]
    .flatMap((all) => {
      const times = all.map(({ deployment_status: status }) => status.created_at).sort();
      const [first] = all;
      return first === undefined ? [] : [{ deployment: first.deployment, times }];
    })
    .map(({ deployment, times }) => ({
      ...deployment,
      node_id: `D_${deployment.id}`,
      created_at: times[0],
      updated_at: times.at(-1),
    }))
    .sort((a, b) => b.id - a.id);
}

/** The statuses of a deployment. */
export function statusesOf({ statuses }: Past, id: number): object[] {
  return statuses.filter(({ deployment }) => deployment.id === id).map((each) => each.deployment_status);
}

/** The pull requests that are closed now, merged or not, those updated last first. */
export function closedPulls({ pulls, unmerged = [] }: Past): Past["pulls"] {
  const closed = unmerged
    .map(({ payload }) => payload)
    .filter((each) => each.pull_request.state === "closed");
  return [...pulls, ...closed].sort((a, b) =>
    b.pull_request.updated_at.localeCompare(a.pull_request.updated_at),
  );
}

/** The same as REST lists them. */
export function listedPulls(past: Past) {
  return closedPulls(past).map(toPull);
}

function toPull({ pull_request: pull }: Past["pulls"][number]) {
  const labels = pull.labels.map(({ tool }) => ({
    name: tool === "claude-code" ? "claude-code-assisted" : tool,
  }));
  return { ...pull, labels, head: { ...pull.head, ref: "work" }, ...textsOf(pull) };
}

/** The pull request with a number; of an issue, REST knows none. */
export function pullOf({ pulls, unmerged = [] }: Past, number: number): object | undefined {
  const all = [...pulls, ...unmerged.map(({ payload }) => payload)];
  const found = all.find(({ pull_request: pull }) => pull.number === number);
  return found && toPull(found);
}

/** What happened to a pull request: who was assigned, who set which label, and when it was closed. */
export function eventsOf({ assigned = [], labelled = [], unmerged = [] }: Past, number: number): object[] {
  const found = unmerged.find(({ payload }) => payload.pull_request.number === number);
  const closings = found?.closings ?? [];
  return [
    ...assigned
      .filter((each) => each.number === number)
      .map(({ to, at }) => ({ event: "assigned", created_at: at.toISOString(), assignee: to })),
    ...labelled
      .filter((each) => each.number === number)
      .map(({ name, isSet, by, at }) => ({
        ...{ event: isSet ? "labeled" : "unlabeled", created_at: at.toISOString() },
        ...{ actor: by, label: { name } },
      })),
    ...closings.map((at) => ({ event: "closed", created_at: at.toISOString() })),
  ];
}

/** The reviews of a pull request. */
export function reviewsOf({ reviews }: Past, number: number): object[] {
  return reviews
    .filter((each) => each.pull_request.number === number)
    .map(({ review }) => ({ ...review, state: review.state.toUpperCase() }));
}

/** The files of a pull request, with what all its commits do to each. */
export function filesOf(past: Past, number: number): object[] {
  const found = past.pulls.find(({ pull_request: pull }) => pull.number === number);
  const ahead = found === undefined ? [] : aheadOf(past, found.pull_request);
  return [...filesOfBranch(past.world, ahead)].map(([path, patch]) => file(path, patch));
}

/** The number of what a path is about. */
export function numberIn(path: string): number {
  return Number(/\/(\d+)(?:\/\w+)?$/.exec(path)?.[1]);
}

/** All releases, the newest first. */
export function releasesOf({ releases = [] }: Past): object[] {
  return releases.toReversed().map(({ id, tag, at, isPrerelease = false, updatedAt }) => ({
    ...{ id, node_id: `R_${id}`, tag_name: tag, draft: false, prerelease: isPrerelease },
    ...(updatedAt && { updated_at: updatedAt.toISOString() }),
    ...{ published_at: at.toISOString(), author: { id: 1, login: "person-1", type: "User" } },
  }));
}
