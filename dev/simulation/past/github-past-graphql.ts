import { notTold, type QueryContext } from "../described/github-graphql.ts";
import { reachableFrom } from "../world/reachable.ts";
import { SHOP } from "../world/shop.ts";
import { filesOfBranch, SOMEBODY, type World } from "../world/world.ts";
import type { Past } from "./github-past.ts";
import { closedPulls } from "./github-past-rest.ts";

type PullPayload = Past["pulls"][number];

/** A title and a description that claim something of other pull requests. */
export function textsOf({ title, body }: Pick<PullPayload["pull_request"], "title" | "body">) {
  return {
    title: ["Work", ...title.repeats.map((name) => `(backport ${name})`)].join(" "),
    body: body.reverts.map((name) => `Reverts ${name}`).join("\n"),
  };
}

/** The commits between the base of a pull request and its head, which is the last one. */
export function aheadOf(
  { ahead, world }: Past,
  { base, head }: Pick<PullPayload["pull_request"], "base" | "head">,
): readonly string[] {
  return (
    ahead?.(base.sha, head.sha) ??
    [...reachableFrom(world, head.sha, reachableFrom(world, base.sha))].reverse()
  );
}

interface Args {
  readonly first?: number;
  readonly after?: string | null;
  readonly ids?: readonly string[];
  readonly expression?: string;
  readonly number?: number;
  readonly itemTypes?: readonly string[];
}

/** What GraphQL answers from, by the names of GitHub's schema; `remaining` tells otherwise of the budget than was spent. */
export function rootOf(
  past: Past,
  budget: { readonly remaining: (() => number) | undefined; readonly resetAt: Date },
): object {
  const pulls = closedPulls(past);
  const toPull = ({ pull_request: pull }: PullPayload) => {
    const { base, head } = pull;
    const ahead = aheadOf(past, { base, head });
    return {
      ...{
        number: pull.number,
        createdAt: pull.created_at,
        updatedAt: pull.updated_at,
        mergedAt: pull.merged_at,
        closedAt: pull.closed_at,
        ...textsOf(pull),
        url: `https://github.com/${SHOP.owner}/${SHOP.name}/pull/${pull.number}`,
      },
      ...{ baseRefOid: base.sha, headRefOid: head.sha, headRefName: "work" },
      mergeCommit: pull.merge_commit_sha === null ? null : { oid: pull.merge_commit_sha },
      author: pull.user && actor(pull.user),
      mergedBy: pull.merged_by && actor(pull.merged_by),
      files: connection(
        [...filesOfBranch(past.world, ahead).keys()].map((path) => ({
          path,
          additions: 1,
          deletions: 1,
          changeType: "MODIFIED",
        })),
      ),
      commits: connection(ahead.map((sha) => ({ commit: toCommit(past, sha) }))),
      reviews: connection(
        past.reviews
          .filter((each) => each.pull_request.number === pull.number)
          .map(({ review }) => ({
            ...{ state: review.state.toUpperCase(), author: review.user && actor(review.user) },
            ...{ submittedAt: review.submitted_at, updatedAt: review.updated_at },
          })),
      ),
      timelineItems: timeline([
        ...labellingsOf(past, pull.number),
        ...assignmentsOf(past, pull.number),
        ...(past.enqueued ?? [])
          .filter(({ number }) => number === pull.number)
          .map(({ by, at }) => ({
            ...{ __typename: "AddedToMergeQueueEvent", createdAt: at.toISOString(), actor: actor(by) },
          })),
      ]),
    };
  };
  const ofNumber = ({ number = 0 }: Args) => {
    const merged = past.pulls.find(({ pull_request: pull }) => pull.number === number);
    if (merged !== undefined) return { ...toPull(merged), __typename: "PullRequest", state: "MERGED" };
    const closed = past.unmerged?.find(({ payload }) => payload.pull_request.number === number);
    if (closed !== undefined) return { ...toPull(closed.payload), ...toClosed(past, closed) };
    if (past.issues?.includes(number)) return { __typename: "Issue" };
    return notTold(
      "NOT_FOUND",
      `Could not resolve to an issue or pull request with the number of ${number}.`,
    );
  };
  const nodes = new Map(nodesOf(past));
  const nodeOf = (id: string) => {
    const sha = id.slice(commitId(past, "").length);
    return id === commitId(past, sha) && past.world.has(sha) ? toCommit(past, sha) : nodes.get(id);
  };
  return {
    rateLimit: (_: Args, { cost, limit, remaining }: QueryContext) => ({
      ...{ cost: cost.points, limit, remaining: budget.remaining?.() ?? remaining },
      resetAt: budget.resetAt.toISOString(),
    }),
    viewer: { databaseId: 1 },
    search: () => ({ issueCount: pulls.length }),
    nodes: ({ ids = [] }: Args) => ids.map((id) => nodeOf(id) ?? null),
    repository: () => ({
      object: ({ expression = "" }: Args) => noteAt(past, expression),
      issueOrPullRequest: ofNumber,
      pullRequest: ofNumber,
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

function assignmentsOf({ assigned = [] }: Past, of: number): Told[] {
  return assigned
    .filter(({ number }) => number === of)
    .map(({ to, at }) => ({ __typename: "AssignedEvent", createdAt: at.toISOString(), assignee: actor(to) }));
}

function labellingsOf({ labelled = [] }: Past, of: number): Told[] {
  return labelled
    .filter(({ number }) => number === of)
    .map(({ name, isSet, by, at }) => ({
      __typename: isSet ? "LabeledEvent" : "UnlabeledEvent",
      ...{ createdAt: at.toISOString(), actor: actor(by), label: { name } },
    }));
}

interface Told {
  readonly __typename: string;
}

/** The events of the kinds that are asked for: `LABELED_EVENT` is a `LabeledEvent`. */
function timeline(all: readonly Told[]) {
  const kindOf = (type: string) => type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
  return ({ itemTypes = [], ...args }: Args) =>
    connection(all.filter(({ __typename: type }) => itemTypes.includes(kindOf(type))))(args);
}

function toClosed(past: Past, { payload, closings }: NonNullable<Past["unmerged"]>[number]): object {
  const closed = closings.map((at) => ({ __typename: "ClosedEvent", createdAt: at.toISOString() }));
  const { number } = payload.pull_request;
  const events = [...labellingsOf(past, number), ...assignmentsOf(past, number), ...closed];
  const state = payload.pull_request.state.toUpperCase();
  return { __typename: "PullRequest", state, timelineItems: timeline(events) };
}

function noteAt({ notes }: Past, expression: string): object | null {
  const text = notes?.get(expression.replace("refs/notes/ai:", ""));
  return text === undefined ? null : { __typename: "Blob", text, isTruncated: false };
}

function connection(all: readonly object[]) {
  return ({ first }: Args) => ({
    totalCount: all.length,
    nodes: first === undefined ? all : all.slice(0, first),
  });
}

/** The id of a commit, which differs between the repositories of one GitHub. */
function commitId({ scope = "" }: Past, sha: string): string {
  return `C_${scope}${sha}`;
}

function toCommit(past: Past, sha: string): object {
  const { world } = past;
  const { parents = [], message = "", author: person = SOMEBODY } = world.get(sha) ?? {};
  return {
    ...{
      __typename: "Commit",
      id: commitId(past, sha),
      oid: sha,
      message,
      tree: { oid: treeOf(world, sha) },
    },
    ...{
      author: person,
      committer: person,
      parents: connection(parents.map((oid) => ({ oid, tree: { oid: treeOf(world, oid) } }))),
    },
  };
}

function treeOf(world: World, sha: string): string {
  return world.get(sha)?.tree ?? `tree of ${sha}`;
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
