import nock from "nock";
import { API } from "../../dev/simulation/world/world.ts";
import type { Visibility } from "../../src/domain/visibility.ts";

/** A repository of a made-up organization. */
export interface Place {
  readonly id: number;
  name: string;
  hasIssues: boolean;
  /** `private` if absent. */
  visibility?: Visibility;
  isArchived?: boolean;
  /** What every request about its issues is answered with, in the place of an answer. */
  readonly status: number | undefined;
}

/** An issue as GitHub shows it. */
interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
}

/** What a made-up organization's repositories were asked, and how many issues each got, in the order of the first ones. */
export interface Organization {
  readonly requests: Map<string, string[]>;
  readonly issues: Map<string, number>;
  /** What the newest issue of each shows. */
  readonly bodies: Map<string, string>;
  /** Whether the newest issue of each is closed. */
  readonly closed: Map<string, boolean>;
  /** All issues of each. */
  readonly shown: Map<string, Issue[]>;
  /** Edits the newest issue of one, as a person does. */
  edit(name: string, fields: Partial<Issue>): void;
}

/** Answers what GitHub is asked about the issues of an organization's repositories, over HTTP. */
export function serveOrganization(owner: string, places: readonly Place[]): Organization {
  const organization: Organization = {
    requests: new Map(),
    issues: new Map(),
    bodies: new Map(),
    closed: new Map(),
    shown: new Map(),
    edit: (name, fields) => void write(name, `/issues/${organization.issues.get(name)}`, fields),
  };
  const { shown } = organization;
  const byName = { get: (wanted: string) => places.find(({ name }) => name === wanted) };
  const describe = ({ id, name, hasIssues, visibility = "private", isArchived = false }: Place) => {
    return {
      id,
      name,
      owner: { login: owner },
      visibility,
      has_issues: hasIssues,
      archived: isArchived,
    };
  };
  nock(API)
    .persist()
    .get(`/orgs/${owner}/repos`)
    .query(true)
    .optionally()
    .reply(200, () => places.map(describe));
  nock(API)
    .persist()
    .get("/installation/repositories")
    .query(true)
    .optionally()
    .reply(200, () => ({ total_count: places.length, repositories: places.map(describe) }));
  const path = new RegExp(`^/repos/${owner}/([\\w.-]+)(.*)$`);
  for (const method of ["get", "post", "patch"] as const) {
    nock(API)
      .persist()
      [method](path)
      .query(true)
      .optionally()
      .reply(async (request: Request) => {
        const [, name = "", rest = ""] = path.exec(new URL(request.url).pathname) ?? [];
        const place = byName.get(name);
        const asked = organization.requests.get(name) ?? [];
        organization.requests.set(name, [...asked, `${request.method} ${rest}`]);
        if (place === undefined) return [404, {}];
        if (place.status === 451) return [451, {}];
        if (rest === "") return [200, describe(place)];
        if (!place.hasIssues) return [410, {}];
        if (method === "get") return [200, rest === "/issues" ? [] : issueAt(name, rest)];
        return write(name, rest, await request.json());
      });
  }
  return organization;

  function write(name: string, rest: string, fields: Partial<Issue>): [number, unknown] {
    if (rest === "/labels") return [201, {}];
    const status = byName.get(name)?.status;
    if (status !== undefined) return [status, {}];
    const all = shown.get(name) ?? [];
    shown.set(name, all);
    const number = rest === "/issues" ? all.length + 1 : Number(rest.split("/").at(-1));
    // An edit that says nothing of the state leaves it.
    const before = all[number - 1] ?? { title: "", body: "", state: "open" };
    const issue = { ...before, ...fields, number };
    all[number - 1] = issue;
    organization.issues.set(name, all.length);
    if (number < all.length) return [201, issue];
    organization.bodies.set(name, issue.body);
    organization.closed.set(name, issue.state === "closed");
    return [201, issue];
  }

  function issueAt(name: string, rest: string): object | undefined {
    return shown.get(name)?.[Number(rest.split("/").at(-1)) - 1];
  }
}
