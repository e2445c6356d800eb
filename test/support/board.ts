import nock from "nock";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";

/** An issue of a made-up repository. */
export interface BoardIssue {
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  readonly user: { readonly type: string };
}

/** The issues of a made-up repository, what GitHub tells of it, and every write that was made to them: `POST /issues`. */
export interface Board {
  readonly issues: BoardIssue[];
  /** The comments on all issues. */
  readonly comments: string[];
  readonly writes: string[];
  /** The titles of its pull requests, by number. */
  readonly titles: Map<number, string>;
  /** How often it was asked for them. */
  titlesAsked: number;
  /** Every request: `GET /issues`. */
  readonly requests: string[];
  hasIssues: boolean;
  isArchived: boolean;
  /** What is answered for an issue that is not there. */
  goneStatus: number;
}

/** Answers what GitHub is asked about the issues of a repository, over HTTP. */
export function serveBoard(repository: string, ...issues: readonly BoardIssue[]): Board {
  return serveBoardOf({ repository, id: SHOP.id }, ...issues);
}

/** The same of a repository that is not the shop. */
export function serveBoardOf(
  { repository, id }: { readonly repository: string; readonly id: number },
  ...issues: readonly BoardIssue[]
): Board {
  const board: Board = {
    issues: [...issues],
    comments: [],
    titles: new Map(),
    titlesAsked: 0,
    ...{ writes: [], requests: [], hasIssues: true, isArchived: false, goneStatus: 404 },
  };
  const base = `/repos/${repository}`;
  const find = (uri: string) => board.issues.find(({ number }) => uri.endsWith(`/issues/${number}`));
  const answer = (
    method: "get" | "post" | "patch",
    path: RegExp,
    reply: (uri: string, body: object) => [number, unknown],
  ) =>
    nock(API)
      .persist()
      [method](path)
      .query(true)
      .optionally()
      .reply(async (request: Request) => {
        const uri = new URL(request.url).pathname;
        board.requests.push(`${request.method} ${uri.slice(base.length)}`);
        const isWrite = method !== "get";
        if (uri !== base && !board.hasIssues) return [410, { message: "Issues has been disabled" }];
        if (isWrite && board.isArchived) return [403, { message: "Repository was archived" }];
        if (method !== "get") board.writes.push(`${request.method} ${uri.slice(base.length)}`);
        return reply(uri, method === "get" ? {} : await request.json());
      });
  const at = (path: string) => new RegExp(`^${base}${path}$`);
  const [login, name] = repository.split("/");
  answer("get", at(""), () => {
    const openness = { has_issues: board.hasIssues, archived: board.isArchived };
    return [200, { id, name, owner: { login }, visibility: "private", ...openness }];
  });
  answer("get", at("/issues"), () => [200, board.issues]);
  answer("get", at("/issues/\\d+"), (uri) => [find(uri) ? 200 : board.goneStatus, find(uri) ?? {}]);
  answer("post", at("/labels"), () => [201, {}]);
  answer("post", at("/issues"), (_, body) => {
    const number = Math.max(0, ...board.issues.map((issue) => issue.number)) + 1;
    const issue = { title: "", body: "", ...body, number, state: "open", user: { type: "Bot" } } as const;
    board.issues.push({ ...issue });
    return [201, issue];
  });
  answer("post", at("/issues/\\d+/labels"), () => [200, []]);
  answer("post", at("/issues/\\d+/comments"), (_, { body = "" }: { readonly body?: string }) => {
    board.comments.push(body);
    return [201, {}];
  });
  answer("patch", at("/issues/\\d+"), (uri, body) => [200, Object.assign(find(uri) ?? {}, body)]);
  serveTitles(repository, board);
  return board;
}

/** The boards by their repositories: GraphQL has one address for all. */
const BOARDS = new Map<string, Board>();

/** Answers the one query for the titles of pull requests; those without a title are not there. */
function serveTitles(repository: string, served: Board): void {
  BOARDS.set(repository, served);
  nock(API)
    .persist()
    .post("/graphql", /ShownPulls/)
    .optionally()
    .reply(async (request: Request) => {
      const { query, variables } = (await request.json()) as Question;
      const asked = `${variables.owner}/${variables.name}`;
      const board = BOARDS.get(asked) ?? served;
      board.titlesAsked += 1;
      const numbers = [...query.matchAll(/pullRequest\(number: (\d+)\)/g)].map(([, number]) =>
        Number(number),
      );
      const pulls = numbers.map((number) => {
        const title = board.titles.get(number);
        const url = `https://github.com/${asked}/pull/${number}`;
        return [`n${number}`, title === undefined ? null : { title, url }] as const;
      });
      const lacking = pulls.filter(([, pull]) => pull === null);
      const errors = lacking.map(([alias]) => ({
        ...{ type: "NOT_FOUND", path: ["repository", alias], message: "Could not resolve" },
      }));
      const data = { repository: Object.fromEntries(pulls) };
      return [200, errors.length === 0 ? { data } : { data, errors }];
    });
}

interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, string>>;
}
