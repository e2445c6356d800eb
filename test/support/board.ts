import nock from "nock";
import { API } from "./world.ts";

/** An issue of a made-up repository. */
export interface BoardIssue {
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  readonly user: { readonly type: string };
}

/** The issues of a made-up repository, and every write that was made to them: `POST /issues`. */
export interface Board {
  readonly issues: BoardIssue[];
  readonly writes: string[];
}

/** Answers what GitHub is asked about the issues of a repository, over HTTP. */
export function serveBoard(repository: string, ...issues: readonly BoardIssue[]): Board {
  const board: Board = { issues: [...issues], writes: [] };
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
        if (method !== "get") board.writes.push(`${request.method} ${uri.slice(base.length)}`);
        return reply(uri, method === "get" ? {} : await request.json());
      });
  const at = (path: string) => new RegExp(`^${base}${path}$`);
  answer("get", at("/issues"), () => [200, board.issues]);
  answer("get", at("/issues/\\d+"), (uri) => [find(uri) ? 200 : 404, find(uri) ?? {}]);
  answer("post", at("/labels"), () => [201, {}]);
  answer("post", at("/issues"), (_, body) => {
    const number = Math.max(0, ...board.issues.map((issue) => issue.number)) + 1;
    const issue = { title: "", body: "", ...body, number, state: "open", user: { type: "Bot" } } as const;
    board.issues.push({ ...issue });
    return [201, issue];
  });
  answer("patch", at("/issues/\\d+"), (uri, body) => [200, Object.assign(find(uri) ?? {}, body)]);
  return board;
}
