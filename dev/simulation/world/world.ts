import nock from "nock";
import { reachableFrom } from "./reachable.ts";
import { SHOP } from "./shop.ts";

/** A commit of a made-up repository. */
export interface WorldCommit {
  readonly parents: readonly string[];
  readonly message: string;
  /** Somebody, unless told. */
  readonly author?: { readonly name: string; readonly email: string };
  readonly files?: readonly string[];
  /** What it does to each of its files; nothing else does the same unless told. */
  readonly patch?: string;
  /** The id of its content; its own unless told otherwise. */
  readonly tree?: string;
}

/** A file as GitHub lists it. */
export function file(filename: string, patch = "@@ -1 +1 @@\n-before\n+after") {
  return { filename, status: "modified", sha: "blob", changes: 2, additions: 1, patch };
}

/** Who writes what nobody else does. */
export const SOMEBODY = { name: "Somebody", email: "somebody@acme.example" };

/** A made-up repository: all its commits. */
export type World = ReadonlyMap<string, WorldCommit>;

/** How many files GitHub's comparison lists at most. */
const MOST_FILES = 300;

/** Without TLS, whose contexts would take a tenth of what a test of requests takes. */
export const API = "http://api.github.test";

/** How commits are told. */
export interface CommitsOptions {
  /** Called with the path of each request. */
  readonly onRequest?: ((path: string) => void) | undefined;
  /** The status of a failure with which a request is answered, by its path; `undefined` to answer it. */
  readonly failWith?: ((path: string) => number | undefined) | undefined;
  /** How many commits a comparison lists at most. */
  readonly mostCompared?: number | undefined;
  /** Whether there are notes of git-ai; none unless told. */
  readonly hasNotes?: boolean;
  /** Which commits tags name. */
  readonly tags?: ReadonlyMap<string, string>;
  /** The repository; the shop unless told. */
  readonly place?: { readonly owner: string; readonly name: string };
}

/** The whole id of a commit, of which a part may be given. */
function whole(id: string, world: World): string {
  const [only, ...others] = /^[0-9a-f]{7,39}$/.test(id)
    ? [...world.keys()].filter((sha) => sha.startsWith(id))
    : [];
  return others.length === 0 ? (only ?? id) : id;
}

/** Answers what GitHub is asked about commits, over HTTP, from a world; commits that it lacks are unknown. */
export function serveCommits(
  world: World,
  { onRequest, failWith, mostCompared, hasNotes = false, tags, place = SHOP }: CommitsOptions = {},
): void {
  const repository = `/repos/${place.owner}/${place.name}`;
  if (tags !== undefined) serveTags(tags, place === SHOP ? "" : repository);
  nock(API)
    .persist()
    .get(new RegExp(`^${repository}/commits/\\w+$`))
    .optionally()
    .query(true)
    .reply(({ url }: Request) => {
      onRequest?.(new URL(url).pathname);
      const failure = failWith?.(new URL(url).pathname);
      if (failure !== undefined) return [failure, { message: "Not now" }];
      const sha = whole(new URL(url).pathname.split("/").at(-1) ?? "", world);
      const found = world.get(sha);
      if (found === undefined) return [422, { message: "No commit found" }];
      const files = filesOfCommit(world, sha).map((path) => file(path, found.patch));
      return [200, { ...toGitHubCommit(world, sha), files }];
    });
  serveComparisons(world, { onRequest, failWith, mostCompared, place });
  serveNotesRef(hasNotes, undefined, place === SHOP ? "" : repository);
}

/** Answers what happened to pull requests: nothing. */
export function serveNoEvents(): void {
  nock(API)
    .persist()
    .get(/\/issues\/\d+\/events$/)
    .optionally()
    .query(true)
    .reply(200, []);
}

/** Answers whether a repository has notes of git-ai; what was answered first holds. */
export function serveNotesRef(isThere: boolean, onRequest?: () => void, repository = ""): void {
  nock(API)
    .persist()
    .get(new RegExp(`${repository}/git/ref/notes%2Fai$`))
    .optionally()
    .reply(() => {
      onRequest?.();
      return isThere
        ? [200, { ref: "refs/notes/ai", object: { sha: "n" } }]
        : [404, { message: "Not Found" }];
    });
}

function serveTags(tags: ReadonlyMap<string, string>, repository: string): void {
  nock(API)
    .persist()
    .get(new RegExp(`${repository}/commits/refs%2Ftags%2F`))
    .optionally()
    .query(true)
    .reply(({ url }: Request) => {
      const sha = tags.get(new URL(url).pathname.split("%2F").at(-1) ?? "");
      return sha === undefined ? [422, { message: "No commit found" }] : [200, { sha }];
    });
}

function serveComparisons(
  world: World,
  { onRequest, failWith, mostCompared = Number.POSITIVE_INFINITY, place = SHOP }: CommitsOptions,
): void {
  const graph = new Map([...world].map(([sha, { parents }]) => [sha, { parents }]));
  const path = new RegExp(`^/repos/${place.owner}/${place.name}/compare/(\\w+)\\.\\.\\.(\\w+)`);
  nock(API)
    .persist()
    .get(path)
    .optionally()
    .query(true)
    .reply(({ url }: Request) => {
      const { pathname, searchParams } = new URL(url);
      onRequest?.(pathname);
      const failure = failWith?.(pathname);
      if (failure !== undefined) return [failure, { message: "Not now" }];
      const [, base = "", head = ""] = path.exec(pathname) ?? [];
      if (!world.has(base) || !world.has(head)) return [404, { message: "Not Found" }];
      const page = Number(searchParams.get("page"));
      const ahead = [...reachableFrom(graph, head, reachableFrom(graph, base))].reverse();
      const shown = ahead.slice((page - 1) * 100, Math.min(page * 100, mostCompared));
      return [
        200,
        {
          total_commits: ahead.length,
          commits: shown.map((sha) => toGitHubCommit(world, sha)),
          merge_base_commit: toGitHubCommit(world, mergeBase(world, ahead) ?? head),
          files: page === 1 ? files(ahead) : [],
        },
      ];
    });

  function files(ahead: readonly string[]) {
    const listed = [...filesOfBranch(world, ahead)].slice(0, MOST_FILES);
    return listed.map(([path, patch]) => file(path, patch));
  }
}

/** The files of a branch, its head last, each once as in a diff from end to end, with what its commits do to it. */
export function filesOfBranch(world: World, ahead: readonly string[]): Map<string, string> {
  const patches = new Map<string, string>();
  if (comesToNothing(world, ahead)) return patches;
  for (const sha of ahead) {
    const { patch = `of ${sha}` } = world.get(sha) ?? {};
    for (const path of filesOfCommit(world, sha)) patches.set(path, `${patches.get(path) ?? ""}${patch}`);
  }
  return patches;
}

/** The files of a commit; GitHub lists none of one with the content of its first parent. */
export function filesOfCommit(world: World, sha: string): readonly string[] {
  const { parents: [first] = [], files = [], tree } = world.get(sha) ?? {};
  const isUnchanged = tree !== undefined && first !== undefined && world.get(first)?.tree === tree;
  return isUnchanged ? [] : files;
}

/** Whether a branch ends with the content that it began with: GitHub lists no files of that. */
function comesToNothing(world: World, ahead: readonly string[]): boolean {
  const [base, head] = [mergeBase(world, ahead), ahead.at(-1)];
  if (base === undefined || head === undefined) return false;
  const [before, after] = [base, head].map((sha) => toGitHubCommit(world, sha).commit.tree.sha);
  return before === after;
}

/** Where a branch, its head last, parts from another one: of the commits that it goes on from, one that no other has. */
function mergeBase(world: World, ahead: readonly string[]): string | undefined {
  const isAhead = new Set(ahead);
  const parents = new Set(ahead.flatMap((sha) => world.get(sha)?.parents ?? []));
  const [only, ...others] = [...parents].filter((sha) => !isAhead.has(sha));
  if (only === undefined || others.length === 0) return only;
  return [only, ...others].find((sha) =>
    others.concat(only).every((other) => other === sha || !reachableFrom(world, other).has(sha)),
  );
}

/** A commit as GitHub's REST API tells it. */
export function toGitHubCommit(world: World, sha: string) {
  const {
    parents = [],
    message = "",
    tree = `tree of ${sha}`,
    author: person = SOMEBODY,
  } = world.get(sha) ?? {};
  return {
    sha,
    parents: parents.map((parent) => ({ sha: parent })),
    commit: { message, author: person, committer: person, tree: { sha: tree } },
  };
}
