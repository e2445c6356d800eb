import nock from "nock";
import { type Refusal, serveGraphql } from "../described/github-graphql.ts";
import type { Story } from "../story/story.ts";
import type { account } from "../world/payloads.ts";
import { SHOP } from "../world/shop.ts";
import { API, serveCommits, type World } from "../world/world.ts";
import { rootOf } from "./github-past-graphql.ts";
import {
  activityOf,
  deploymentsOf,
  eventsOf,
  filesOf,
  linkOf,
  listedPulls,
  numberIn,
  pageOf,
  pullOf,
  releasesOf,
  reviewsOf,
  statusesOf,
} from "./github-past-rest.ts";

/** Everything that GitHub remembers of a repository. */
export interface Past {
  /** What the ids of its commits begin with, where one GitHub remembers several repositories. */
  readonly scope?: string;
  readonly world: World;
  /** The tip of the default branch; absent while nothing was committed. */
  readonly head: string | undefined;
  readonly pulls: readonly PullPayload[];
  /** Pull requests that were closed without a merge, and when; some are open again. */
  readonly unmerged?: readonly { readonly payload: PullPayload; readonly closings: readonly Date[] }[];
  /** The numbers of issues. */
  readonly issues?: readonly number[];
  readonly reviews: readonly ReviewPayload[];
  readonly pushes: readonly PushPayload[];
  readonly statuses: readonly StatusPayload[];
  /** Who had pull requests merged by a queue. */
  readonly enqueued?: readonly {
    readonly number: number;
    readonly by: ReturnType<typeof account>;
    readonly at: Date;
  }[];
  /** Who was assigned to pull requests. */
  readonly assigned?: readonly {
    readonly number: number;
    readonly to: ReturnType<typeof account>;
    readonly at: Date;
  }[];
  /** Which labels were set and taken away. */
  readonly labelled?: readonly {
    readonly number: number;
    readonly name: string;
    readonly isSet: boolean;
    readonly by: ReturnType<typeof account>;
    readonly at: Date;
  }[];
  /** The commits of a pull request, where walking a long history for each would take too long. */
  readonly ahead?: (base: string, head: string) => readonly string[];
  /** Notes of git-ai, by the place of each in `refs/notes/ai`. */
  readonly notes?: ReadonlyMap<string, string>;
  readonly releases?: readonly {
    readonly id: number;
    readonly tag: string;
    readonly sha: string;
    readonly at: Date;
    readonly isPrerelease?: boolean;
    readonly updatedAt?: Date;
  }[];
}

type Releases = NonNullable<Past["releases"]>;
type Payloads = Story["deliveries"][number];
type PullPayload = (Payloads & { event: "pull_request" })["payload"];
type ReviewPayload = (Payloads & { event: "pull_request_review" })["payload"];
type PushPayload = (Payloads & { event: "push" })["payload"];
type ReleasePayload = (Payloads & { event: "release" })["payload"];
type StatusPayload = (Payloads & { event: "deployment_status" })["payload"];

/** What GitHub remembers of a story; of the past nothing tells what a change does, so no two do the same there. */
export function pastOf({
  world,
  deliveries,
  tags,
}: Pick<Story, "world" | "deliveries"> & Partial<Pick<Story, "tags">>): Past {
  const pulls = deliveries.flatMap((each) => (each.event === "pull_request" ? [each.payload] : []));
  const reviews = deliveries.flatMap((each) => (each.event === "pull_request_review" ? [each.payload] : []));
  const pushes = deliveries
    .flatMap((each) => (each.event === "push" ? [each.payload] : []))
    .filter(({ ref }) => ref === "refs/heads/main");
  return {
    world: new Map([...world].map(([sha, { patch: _, ...commit }]) => [sha, commit])),
    head: pushes.at(-1)?.after ?? [...world.keys()][0],
    pulls: latestPulls(pulls),
    reviews: latestReviews(reviews),
    assigned: pulls.flatMap(assignmentsOf),
    labelled: pulls.flatMap(labellingsOf),
    pushes,
    statuses: deliveries.flatMap((each) => (each.event === "deployment_status" ? [each.payload] : [])),
    releases: latestReleases(
      deliveries.flatMap((each) => (each.event === "release" ? [each.payload] : [])),
      tags,
    ),
  };
}

/** Whom a delivery tells to be assigned just then. */
function assignmentsOf({ action, assignee, pull_request: pull }: PullPayload): NonNullable<Past["assigned"]> {
  const { number, assignees, created_at: openedAt, updated_at: now } = pull;
  if (action === "opened") return assignees.map((to) => ({ number, to, at: new Date(openedAt) }));
  return action === "assigned" && assignee ? [{ number, to: assignee, at: new Date(now) }] : [];
}

/** Which label a delivery tells to be set or taken away just then. */
function labellingsOf(told: PullPayload): NonNullable<Past["labelled"]> {
  const { action, sender, pull_request: pull } = told;
  if (!("label" in told) || told.label.tool !== "claude-code") return [];
  const of = { number: pull.number, name: CLAUDE_LABEL, by: sender, at: new Date(pull.updated_at) };
  return [{ ...of, isSet: action === "labeled" }];
}

/** The label of Claude Code, as GitHub tells it; payloads are trimmed to the tool. */
const CLAUDE_LABEL = "claude-code-assisted";

/** Merged pull requests as they were described last. */
function latestPulls(told: readonly PullPayload[]): PullPayload[] {
  const latest = new Map<number, PullPayload>();
  const inTime = told.toSorted((a, b) => (a.pull_request.updated_at < b.pull_request.updated_at ? -1 : 1));
  for (const each of inTime) latest.set(each.pull_request.number, each);
  return [...latest.values()].filter(({ pull_request: pull }) => pull.merged_at !== null);
}

/** Releases as they were described last, but for those that are none any more. */
function latestReleases(told: readonly ReleasePayload[], tags: Story["tags"] = new Map()): Releases {
  const latest = new Map(told.map((payload) => [payload.release.id, payload]));
  return [...latest.values()]
    .filter(({ action, release }) => action !== "deleted" && !release.draft)
    .map(({ release: { id, tag_name: tag, published_at: at, updated_at: updatedAt, prerelease } }) => ({
      ...{ id, tag, sha: tags.get(tag) ?? "", at: new Date(at), isPrerelease: prerelease },
      ...(updatedAt !== null && { updatedAt: new Date(updatedAt) }),
    }));
}

/** A review that is dismissed is the same review. */
function latestReviews(told: readonly ReviewPayload[]): ReviewPayload[] {
  const of = Map.groupBy(told, ({ pull_request: pull, review }) => `${pull.number} ${review.user.id}`);
  return [...of.values()].flatMap((all) => {
    const [first, last] = [all[0], all.at(-1)];
    if (first === undefined || last === undefined) return [];
    return [{ ...last, review: { ...last.review, submitted_at: first.review.submitted_at } }];
  });
}

/** How the server behaves, and what it counts. */
export interface PastOptions {
  readonly refuses?: Refusal;
  /** Called with the path of each request. */
  readonly onRequest?: (path: string) => void;
  /** Called with the points that GitHub charges for each query. */
  readonly onPoints?: (points: number) => void;
  /** How many commits a comparison lists at most. */
  readonly mostCompared?: number;
  /** What is left to ask in the present window, of 5,000. */
  readonly remaining?: () => number;
  readonly resetAt?: Date;
  /** Which commits tags name, where they are others than those of the past's releases. */
  readonly tags?: ReadonlyMap<string, string>;
}

/** Answers what GitHub is asked about the past of the shop, over HTTP. */
export function servePast(past: Past, options: PastOptions = {}): void {
  const { onRequest, onPoints, refuses, resetAt = new Date(0) } = options;
  serveGraphql({
    root: rootOf(past, { remaining: options.remaining, resetAt }),
    onQuery(_, { points }) {
      onRequest?.("/graphql");
      onPoints?.(points);
    },
    ...(refuses && { refuses }),
  });
  serveRest(past, options);
}

/** The id of the account that owns all repositories. */
export const OWNER_ID = 500;

/** Answers what REST is asked about the past of a repository: the shop unless told otherwise. */
export function serveRest(
  past: Past,
  options: PastOptions,
  place: { readonly id: number; readonly owner: string; readonly name: string } = SHOP,
): void {
  const { onRequest, mostCompared, resetAt = new Date(0), remaining = () => 5_000 } = options;
  const { tags = new Map((past.releases ?? []).map(({ tag, sha }) => [tag, sha])) } = options;
  serveCommits(past.world, { onRequest, mostCompared, hasNotes: past.notes !== undefined, tags, place });
  const repository = `/repos/${place.owner}/${place.name}`;
  const get = (path: string | RegExp, answer: (query: URLSearchParams, path: string) => object | undefined) =>
    nock(API)
      .persist()
      .get(typeof path === "string" ? repository + path : new RegExp(`^${repository}${path.source}`))
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
          ? ([path === "/commits" ? 409 : 404, { message: "Not there" }, headers] as const)
          : ([200, body, headers] as const);
      });
  get("", () => ({ default_branch: "main", ...place, owner: { id: OWNER_ID, login: place.owner } }));
  get("/commits", () => (past.head === undefined ? undefined : [{ sha: past.head }]));
  get("/activity", (query) => activityOf(past, query));
  get("/deployments", (query) => pageOf(deploymentsOf(past), query));
  get(/\/deployments\/\d+\/statuses$/, (_, path) => statusesOf(past, numberIn(path)));
  get("/pulls", (query) => pageOf(listedPulls(past), query));
  get(/\/pulls\/\d+$/, (_, path) => pullOf(past, numberIn(path)));
  get(/\/issues\/\d+\/events$/, (_, path) => eventsOf(past, numberIn(path)));
  get(/\/pulls\/\d+\/reviews$/, (_, path) => reviewsOf(past, numberIn(path)));
  get(/\/pulls\/\d+\/files$/, (_, path) => filesOf(past, numberIn(path)));
  get("/releases", (query) => pageOf(releasesOf(past), query));
}
