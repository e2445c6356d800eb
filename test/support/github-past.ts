import nock from "nock";
import { type Refusal, serveGraphql } from "./github-graphql.ts";
import { reachableFrom } from "./reachable.ts";
import { SHOP } from "./stores.ts";
import type { Story } from "./story.ts";
import { API, file, serveCommits, type World } from "./world.ts";

/** Everything that GitHub remembers of a repository. */
export interface Past {
  readonly world: World;
  /** The tip of the default branch; absent while nothing was committed. */
  readonly head: string | undefined;
  readonly pulls: readonly PullPayload[];
  readonly reviews: readonly ReviewPayload[];
  readonly pushes: readonly PushPayload[];
  readonly statuses: readonly StatusPayload[];
  /** The commits of a pull request, where walking a long history for each would take too long. */
  readonly ahead?: (base: string, head: string) => readonly string[];
  readonly releases?: readonly {
    readonly id: number;
    readonly tag: string;
    readonly sha: string;
    readonly at: Date;
  }[];
}

type Payloads = Story["deliveries"][number];
type PullPayload = (Payloads & { event: "pull_request" })["payload"];
type ReviewPayload = (Payloads & { event: "pull_request_review" })["payload"];
type PushPayload = (Payloads & { event: "push" })["payload"];
type StatusPayload = (Payloads & { event: "deployment_status" })["payload"];

/** What GitHub remembers of a story. */
export function pastOf({ world, deliveries }: Pick<Story, "world" | "deliveries">): Past {
  const pulls = deliveries.flatMap((each) => (each.event === "pull_request" ? [each.payload] : []));
  const pushes = deliveries.flatMap((each) => (each.event === "push" ? [each.payload] : []));
  return {
    world,
    head: pushes.at(-1)?.after ?? [...world.keys()][0],
    pulls: pulls.filter(({ action }) => action === "closed"),
    reviews: deliveries.flatMap((each) => (each.event === "pull_request_review" ? [each.payload] : [])),
    pushes,
    statuses: deliveries.flatMap((each) => (each.event === "deployment_status" ? [each.payload] : [])),
  };
}

/** How the server behaves, and what it counts. */
export interface PastOptions {
  readonly refuses?: Refusal;
  /** Called with the path of each request. */
  readonly onRequest?: (path: string) => void;
  /** How many commits a comparison lists at most. */
  readonly mostCompared?: number;
  /** What is left to ask in the present window, of 5,000. */
  readonly remaining?: () => number;
  readonly resetAt?: Date;
}

/** Answers what GitHub is asked about the past of the shop, over HTTP. */
export function servePast(past: Past, options: PastOptions = {}): void {
  const { onRequest, refuses, mostCompared, remaining = () => 5_000, resetAt = new Date(0) } = options;
  const server = { root: rootOf(past, { remaining, resetAt }), onQuery: () => onRequest?.("/graphql") };
  serveGraphql({ ...server, ...(refuses && { refuses }) });
  serveCommits(past.world, { onRequest, mostCompared });
  const repository = `/repos/${SHOP.owner}/${SHOP.name}`;
  const get = (path: string | RegExp, answer: (query: URLSearchParams, path: string) => object | undefined) =>
    nock(API)
      .persist()
      .get(typeof path === "string" ? repository + path : path)
      .optionally()
      .query(true)
      .reply(({ url }: Request) => {
        const { pathname, searchParams } = new URL(url);
        onRequest?.(pathname);
        const body = answer(searchParams, pathname);
        const headers = {
          "x-ratelimit-limit": "5000",
          "x-ratelimit-remaining": String(remaining()),
          "x-ratelimit-reset": String(resetAt.getTime() / 1_000),
          ...(path === "/activity" && linkOf(past, searchParams)),
        };
        return body === undefined
          ? ([409, { message: "Empty" }, headers] as const)
          : ([200, body, headers] as const);
      });
  get("", () => ({ id: SHOP.id, default_branch: "main" }));
  get("/commits", () => (past.head === undefined ? undefined : [{ sha: past.head }]));
  get("/activity", (query) => activityOf(past, query));
  get("/deployments", (query) => pageOf(deploymentsOf(past), query));
  get(/\/deployments\/\d+\/statuses$/, (_, path) => statusesOf(past, numberIn(path)));
  get("/pulls", (query) => pageOf(listedPulls(past), query));
  get(/\/pulls\/\d+$/, (_, path) => listedPulls(past).find(({ number }) => number === numberIn(path)));
  get(/\/pulls\/\d+\/reviews$/, (_, path) => reviewsOf(past, numberIn(path)));
  get(/\/pulls\/\d+\/files$/, (_, path) => filesOf(past, numberIn(path)));
  get("/releases", (query) => pageOf(releasesOf(past), query));
}

function pageOf<Item>(items: readonly Item[], query: URLSearchParams): readonly Item[] {
  const [size, page] = [Number(query.get("per_page")), Number(query.get("page") ?? 1)];
  return items.slice((page - 1) * size, page * size);
}

function activityOf({ pushes }: Past, query: URLSearchParams): object[] {
  const start = Number(query.get("after") ?? 0);
  const all = query.get("direction") === "asc" ? pushes : pushes.toReversed();
  return all.slice(start, start + Number(query.get("per_page"))).map((push) => ({
    ...{ before: push.before, after: push.after, actor: push.sender },
    timestamp: new Date(push.repository.pushed_at * 1_000).toISOString(),
    activity_type: push.forced ? "force_push" : "push",
  }));
}

function linkOf({ pushes }: Past, query: URLSearchParams): { readonly link?: string } {
  const end = Number(query.get("after") ?? 0) + Number(query.get("per_page"));
  return end < pushes.length ? { link: `<${API}/repositories/7/activity?after=${end}>; rel="next"` } : {};
}

function deploymentsOf({ statuses }: Past): object[] {
  const first = new Map(
    statuses.map(({ deployment, deployment_status }) => [deployment.id, { deployment, deployment_status }]),
  );
  return [...first.values()]
    .map(({ deployment, deployment_status: status }) => ({
      ...deployment,
      node_id: `D_${deployment.id}`,
      created_at: status.created_at,
    }))
    .sort((a, b) => b.id - a.id);
}

function statusesOf({ statuses }: Past, id: number): object[] {
  return statuses.filter(({ deployment }) => deployment.id === id).map((each) => each.deployment_status);
}

function listedPulls({ pulls }: Past) {
  const newest = pulls.toSorted((a, b) => b.pull_request.updated_at.localeCompare(a.pull_request.updated_at));
  return newest.map(({ pull_request: pull }) => ({
    ...pull,
    head: { ...pull.head, ref: "work" },
    body: bodyOf(pull.body),
  }));
}

function reviewsOf({ reviews }: Past, number: number): object[] {
  return reviews
    .filter((each) => each.pull_request.number === number)
    .map(({ review }) => ({ ...review, state: review.state.toUpperCase() }));
}

function filesOf({ pulls, world }: Past, number: number): object[] {
  const head = pulls.find(({ pull_request: pull }) => pull.number === number)?.pull_request.head.sha ?? "";
  return (world.get(head)?.files ?? []).map((path) => file(path));
}

/** The number of what a path is about. */
function numberIn(path: string): number {
  return Number(/\/(\d+)(?:\/\w+)?$/.exec(path)?.[1]);
}

function releasesOf({ releases = [] }: Past): object[] {
  return releases.toReversed().map(({ id, tag, at }) => ({
    ...{ id, node_id: `R_${id}`, tag_name: tag, draft: false, prerelease: false },
    ...{ published_at: at.toISOString(), author: { id: 1, login: "person-1", type: "User" } },
  }));
}

interface Args {
  readonly first?: number;
  readonly after?: string | null;
  readonly ids?: readonly string[];
}

function rootOf(past: Past, budget: { readonly remaining: () => number; readonly resetAt: Date }): object {
  const graph = new Map([...past.world].map(([sha, { parents }]) => [sha, { parents }]));
  const pulls = past.pulls.toSorted((a, b) =>
    b.pull_request.updated_at.localeCompare(a.pull_request.updated_at),
  );
  const toPull = ({ pull_request: pull }: PullPayload) => {
    const { base, head } = pull;
    const ahead =
      past.ahead?.(base.sha, head.sha) ??
      [...reachableFrom(graph, head.sha, reachableFrom(graph, base.sha))].reverse();
    return {
      ...{
        number: pull.number,
        updatedAt: pull.updated_at,
        mergedAt: pull.merged_at,
        body: bodyOf(pull.body),
      },
      ...{ baseRefOid: base.sha, headRefOid: head.sha, headRefName: "work" },
      mergeCommit: pull.merge_commit_sha === null ? null : { oid: pull.merge_commit_sha },
      author: pull.user && actor(pull.user),
      mergedBy: pull.merged_by && actor(pull.merged_by),
      files: connection(
        ahead.flatMap((sha) =>
          (past.world.get(sha)?.files ?? []).map((path) => ({ path, additions: 1, deletions: 1 })),
        ),
      ),
      commits: connection(ahead.map((sha) => ({ commit: toCommit(past.world, sha) }))),
      reviews: connection(
        past.reviews
          .filter((each) => each.pull_request.number === pull.number)
          .map(({ review }) => ({
            ...{ state: review.state.toUpperCase(), author: review.user && actor(review.user) },
            ...{ submittedAt: review.submitted_at, updatedAt: review.updated_at },
          })),
      ),
      timelineItems: connection([]),
    };
  };
  const nodes = new Map<string, object>([...nodesOf(past)]);
  return {
    rateLimit: () => ({
      cost: 1,
      limit: 5_000,
      remaining: budget.remaining(),
      resetAt: budget.resetAt.toISOString(),
    }),
    nodes: ({ ids = [] }: Args) => ids.map((id) => nodes.get(id) ?? null),
    repository: () => ({
      pullRequests: ({ first = 0, after }: Args) => {
        const start = Number(after ?? 0);
        const end = start + first;
        return {
          pageInfo: { hasNextPage: end < pulls.length, endCursor: String(end) },
          nodes: pulls.slice(start, end).map(toPull),
        };
      },
    }),
  };
}

function bodyOf(claims: readonly string[]): string {
  return claims.map((claim) => `Reverts ${claim}`).join("\n");
}

function connection(all: readonly object[]) {
  return ({ first }: Args) => ({
    totalCount: all.length,
    nodes: first === undefined ? all : all.slice(0, first),
  });
}

function toCommit(world: World, sha: string): object {
  const { parents = [], message = "", tree = `tree of ${sha}` } = world.get(sha) ?? {};
  const person = { name: "Somebody", email: "somebody@acme.example" };
  return {
    ...{ oid: sha, message, tree: { oid: tree }, author: person, committer: person },
    parents: { nodes: parents.map((oid) => ({ oid })) },
  };
}

/** GraphQL's logins of apps lack what REST's end in. */
function actor({
  id,
  login,
  type,
}: {
  readonly id: number;
  readonly login: string;
  readonly type: string;
}): object {
  return { __typename: type, login: login.replace(/\[bot\]$/, ""), databaseId: id };
}

function nodesOf({ statuses, releases = [] }: Past): [string, object][] {
  const deployments = Map.groupBy(statuses, ({ deployment }) => deployment.id);
  return [
    ...[...deployments].map(([id, all]): [string, object] => [
      `D_${id}`,
      {
        ...{ __typename: "Deployment", databaseId: id },
        statuses: connection(
          all.map(({ deployment_status: status }) => ({
            ...{
              state: status.state.toUpperCase(),
              createdAt: status.created_at,
              environment: status.environment,
            },
          })),
        ),
      },
    ]),
    ...releases.map(({ id, sha }): [string, object] => [
      `R_${id}`,
      { __typename: "Release", databaseId: id, tagCommit: { oid: sha } },
    ]),
  ];
}
