import nock from "nock";
import { serveGraphql } from "../described/github-graphql.ts";
import { API } from "../world/world.ts";
import { OWNER_ID, type Past, type PastOptions, serveRest } from "./github-past.ts";
import { rootOf } from "./github-past-graphql.ts";

/** A repository of an organization, and all that GitHub remembers of it. */
export interface PlacedPast {
  readonly id: number;
  readonly name: string;
  readonly past: Past;
  /** Private unless told. */
  readonly isPublic?: boolean;
  readonly isArchived?: boolean;
  readonly isFork?: boolean;
  /** The texts of the files of its default branch, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
}

/** How the organization's GitHub behaves, and what it counts. */
export interface OrganizationOptions extends PastOptions {
  /** The account that a token acts for. */
  readonly viewerId?: number;
  /** What `/rate_limit` answers; 404 where it is absent. */
  readonly limits?: { readonly rest: number; readonly graphql: number };
}

/** The organization. */
export const OWNER = { id: OWNER_ID, login: "acme", type: "Organization" };
const LIMIT = 5_000;

/** Answers what GitHub is asked about the pasts of an organization's repositories, over HTTP. */
export function serveOrganizationPast(all: readonly PlacedPast[], options: OrganizationOptions = {}): void {
  const apart = all.map((each, index) => ({ ...each, past: apartFrom(each.past, index) }));
  const { onRequest, onPoints, refuses } = options;
  serveGraphql({
    root: rootOfAll(apart, options),
    onQuery(_, { points }) {
      onRequest?.("/graphql");
      onPoints?.(points);
    },
    ...(refuses && { refuses }),
  });
  serve("/rate_limit", () => limitsOf(options));
  serve(`/users/${OWNER.login}`, () => OWNER);
  serve(`/orgs/${OWNER.login}/repos`, () => apart.map(describe));
  for (const each of apart) serveRepository(each, options);
  serve(/\/git\/trees\//, () => undefined);
}

function serve(path: string | RegExp, answer: () => object | undefined): void {
  nock(API)
    .persist()
    .get(path)
    .optionally()
    .query(true)
    .reply(() => {
      const body = answer();
      return body === undefined ? [404, { message: "Not Found" }] : [200, body];
    });
}

function serveRepository(each: PlacedPast, options: OrganizationOptions): void {
  const { files = {}, past } = each;
  const repository = `/repos/${OWNER.login}/${each.name}`;
  const shaOf = (path: string) => Buffer.from(`${each.name} ${path}`).toString("hex").padEnd(40, "0");
  const tree = Object.entries(files).map(([path, text]) => {
    return { path, mode: "100644", type: "blob", sha: shaOf(path), size: text.length };
  });
  for (const [path, text] of Object.entries(files)) {
    const content = Buffer.from(text).toString("base64");
    serve(`${repository}/git/blobs/${shaOf(path)}`, () => ({ content, encoding: "base64" }));
  }
  // GitHub answers 409 for a repository without a commit.
  if (past.head !== undefined) serve(`${repository}/git/trees/HEAD`, () => ({ tree, truncated: false }));
  serveRest(past, options, { ...describe(each), owner: OWNER.login });
}

function describe({ id, name, isPublic = false, isArchived = false, isFork = false }: PlacedPast) {
  return {
    ...{ id, name, full_name: `${OWNER.login}/${name}`, owner: OWNER, default_branch: "main" },
    ...{ private: !isPublic, visibility: isPublic ? "public" : "private" },
    ...{ archived: isArchived, fork: isFork, has_issues: true },
  };
}

function limitsOf({ limits, resetAt = new Date(0) }: OrganizationOptions): object | undefined {
  if (limits === undefined) return undefined;
  const of = (remaining: number) => {
    return { limit: LIMIT, used: LIMIT - remaining, remaining, reset: resetAt.getTime() / 1_000 };
  };
  return { resources: { core: of(limits.rest), graphql: of(limits.graphql) }, rate: of(limits.rest) };
}

/** The ids of commits, deployments and releases differ between all repositories of GitHub. */
function apartFrom(past: Past, index: number): Past {
  const more = index * 100_000;
  return {
    ...past,
    scope: `${index}.`,
    statuses: past.statuses.map((each) => {
      return { ...each, deployment: { ...each.deployment, id: each.deployment.id + more } };
    }),
    ...(past.releases && { releases: past.releases.map((each) => ({ ...each, id: each.id + more })) }),
  };
}

interface Root {
  readonly rateLimit: unknown;
  repository(): object;
  nodes(args: { readonly ids?: readonly string[] }): readonly unknown[];
}

function rootOfAll(all: readonly PlacedPast[], options: OrganizationOptions): object {
  const budget = { remaining: options.remaining, resetAt: options.resetAt ?? new Date(0) };
  const roots = new Map(all.map(({ name, past }) => [name, rootOf(past, budget) as Root]));
  const [first] = [...roots.values()];
  return {
    rateLimit: first?.rateLimit,
    viewer: { databaseId: options.viewerId ?? 1 },
    repository: ({ name }: { readonly name: string }) => roots.get(name)?.repository() ?? null,
    nodes: ({ ids = [] }: { readonly ids?: readonly string[] }) =>
      ids.map((id) => [...roots.values()].map((root) => root.nodes({ ids: [id] })[0]).find(Boolean) ?? null),
    search: ({ query }: { readonly query: string }) => ({ issueCount: countOf(all, query) }),
  };
}

/** The merged pull requests that a search finds. */
function countOf(all: readonly PlacedPast[], query: string): number {
  const names = [...query.matchAll(/repo:\w+\/([\w.-]+)/g)].map(([, name]) => name);
  const since = /updated:>=(\S+)/.exec(query)?.[1] ?? "";
  const asked = all.filter(({ name, isArchived }) => {
    return names.length > 0 ? names.includes(name) : isArchived !== true;
  });
  const pulls = asked.flatMap(({ past }) => past.pulls);
  return pulls.filter(({ pull_request: pull }) => pull.updated_at >= since).length;
}
