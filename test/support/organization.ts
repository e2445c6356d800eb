import nock from "nock";
import { API } from "../../dev/simulation/world/world.ts";

/** A repository of a made-up organization. */
export interface Place {
  readonly id: number;
  readonly name: string;
  readonly hasIssues: boolean;
  /** What every request about its issues is answered with, in the place of an answer. */
  readonly status: number | undefined;
}

/** What a made-up organization's repositories were asked, and how many issues each got, in the order of the first ones. */
export interface Organization {
  readonly requests: Map<string, string[]>;
  readonly issues: Map<string, number>;
  /** What the newest issue of each shows. */
  readonly bodies: Map<string, string>;
}

/** Answers what GitHub is asked about the issues of an organization's repositories, over HTTP. */
export function serveOrganization(owner: string, places: readonly Place[]): Organization {
  const organization: Organization = { requests: new Map(), issues: new Map(), bodies: new Map() };
  const byName = new Map(places.map((place) => [place.name, place]));
  const shown = new Map<string, object>();
  const describe = ({ id, name, hasIssues }: Place) => {
    return {
      id,
      name,
      owner: { login: owner },
      visibility: "private",
      has_issues: hasIssues,
      archived: false,
    };
  };
  nock(API)
    .persist()
    .get(`/orgs/${owner}/repos`)
    .query(true)
    .reply(200, () => places.map(describe));
  const path = new RegExp(`^/repos/${owner}/([\\w-]+)(.*)$`);
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
        if (method === "get") return [200, rest === "/issues" ? [] : shown.get(name)];
        return write(name, rest, await request.json());
      });
  }
  return organization;

  function write(name: string, rest: string, body: { readonly body?: string }): [number, unknown] {
    if (rest === "/labels") return [201, {}];
    const status = byName.get(name)?.status;
    if (status !== undefined) return [status, {}];
    const issue = { title: "", ...shown.get(name), ...body, number: 1 };
    if (rest === "/issues") organization.issues.set(name, (organization.issues.get(name) ?? 0) + 1);
    shown.set(name, issue);
    organization.bodies.set(name, body.body ?? "");
    return [201, issue];
  }
}
