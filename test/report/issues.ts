import nock from "nock";
import { API } from "../../dev/simulation/world/world.ts";

/** The account of the token. */
export const VIEWER = { id: 42, login: "ada", type: "User" };

/** An issue as GitHub keeps it. */
export interface ServedIssue {
  readonly number: number;
  readonly user: object;
  readonly title: string;
  readonly body: string;
  readonly state: string;
}

/** Keeps the issues of a repository, and lists the methods and paths of all writes. */
export function serveIssues(issues: ServedIssue[], name = "shop") {
  const written: string[] = [];
  const root = `/repos/acme/${name}`;
  nock(API)
    .persist()
    .get(`${root}/issues`)
    .query(true)
    .optionally()
    .reply(200, () => issues);
  nock(API)
    .persist()
    .get(/\/issues\/\d+$/)
    .optionally()
    .reply(({ url }: Request) => [200, issues.find(({ number }) => url.endsWith(`/${number}`)) ?? {}]);
  for (const method of ["post", "patch"] as const) {
    nock(API)
      .persist()
      [method](new RegExp(`^${root}/`))
      .optionally()
      .reply(async (request: Request) => {
        const path = new URL(request.url).pathname.replace(root, "");
        written.push(`${request.method} ${path}`);
        const fields = await request.json();
        if (path === "/labels") return [201, {}];
        const number = Number(/\d+$/.exec(path)?.[0] ?? issues.length + 1);
        const index = issues.findIndex((each) => each.number === number);
        const issue = { user: VIEWER, state: "open", ...issues[index], ...fields, number };
        issues.splice(index < 0 ? issues.length : index, 1, issue);
        return [201, issue];
      });
  }
  return written;
}
