import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultsOfRequest } from "../../dev/simulation/described/github-openapi.ts";
import { recordRequests } from "../../dev/simulation/described/recorded-requests.ts";
import { longPast } from "../../dev/simulation/past/long-past.ts";
import { type PlacedPast, serveOrganizationPast } from "../../dev/simulation/past/organization-past.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { type ServedIssue as Issue, serveIssues, VIEWER } from "./issues.ts";
import { reportOf } from "./organization.ts";

const SOMEBODY = { id: 43, login: "bob", type: "User" };
const SERVER = { id: 44, login: "plimsoll[bot]", type: "Bot" };
const SHOP: PlacedPast = {
  id: 7,
  name: "shop",
  past: longPast({ pulls: 20, deployEvery: 4 }),
  isPublic: true,
};
const marker = (week: string) => `<!-- plimsoll:digest repository=7 week=${week} -->`;
const one = { owner: "acme", names: ["shop"] };

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

function issue(number: number, user: object, week: string, state = "open"): Issue {
  return { number, user, title: "Plimsoll", body: `Old text\n${marker(week)}`, state };
}

function serve(repositories: readonly PlacedPast[] = [SHOP]): void {
  serveOrganizationPast(repositories, { viewerId: VIEWER.id });
}

describe("a published report", () => {
  it("is written only when it is asked for", async () => {
    serve();
    const issues: Issue[] = [];
    const written = serveIssues(issues);

    expect((await reportOf({ scope: one })).published).toBeUndefined();
    expect(written).toEqual([]);
    expect((await reportOf({ scope: one, publishes: true })).published).toBe("acme/shop#1: published");
    expect(written).toEqual(["POST /labels", "POST /issues"]);
    expect(issues[0]?.body).toContain(marker("2026-W47"));
  });

  it("is found again, edited, and closed by the next one, by requests that GitHub describes", async () => {
    serve();
    const issues = [issue(1, VIEWER, "2026-W46"), issue(2, VIEWER, "2026-W47")];
    const written = serveIssues(issues);
    const recording = recordRequests(API);
    const made = reportOf({ scope: one, publishes: true });

    expect((await made.finally(recording.stop)).published).toBe("acme/shop#2: edited");
    expect(written).toEqual(["PATCH /issues/2", "PATCH /issues/1"]);
    expect(issues.map(({ state }) => state)).toEqual(["closed", "open"]);
    expect(issues[0]?.body).toBe(
      `> This digest is closed. The next one: #2\n\nOld text\n${marker("2026-W46")}`,
    );
    expect(issues[1]?.body).not.toContain("Old text");
    expect(recording.requests.flatMap(faultsOfRequest)).toEqual([]);
  });

  it("leaves another person's issue alone that has the marker", async () => {
    serve();
    const issues = [issue(1, SOMEBODY, "2026-W47")];
    const written = serveIssues(issues);

    expect((await reportOf({ scope: one, publishes: true })).published).toBe("acme/shop#2: published");
    expect(written).toEqual(["POST /labels", "POST /issues"]);
    expect(issues[0]?.body).toContain("Old text");
  });

  it("is not written where a server publishes the same digest", async () => {
    serve();
    const written = serveIssues([issue(1, SERVER, "2026-W47")]);

    await expect(reportOf({ scope: one, publishes: true })).rejects.toThrow(
      "acme/shop#1 is this digest, by a server or another bot: leave it to that",
    );
    expect(written).toEqual([]);
  });

  it("of an organization goes to the place that its config names, and names only what its readers may see", async () => {
    const config = { ".github/plimsoll.yml": "digest: { repository: shop }\n" };
    const { past } = SHOP;
    serve([SHOP, { id: 8, name: "hidden", past }, { id: 9, name: ".github", past, files: config }]);
    const issues: Issue[] = [];
    serveIssues(issues);

    expect((await reportOf({ publishes: true })).published).toBe("acme/shop#1: published");
    expect(issues[0]?.body).toContain("<!-- plimsoll:digest installation=500 week=2026-W47 -->");
    expect(issues[0]?.body).not.toContain("hidden");
    expect((await reportOf({ publishes: true })).published).toBe("acme/shop#1: edited");
    await expect(reportOf({ scope: one, publishes: true })).rejects.toThrow(
      "acme has one digest for all its repositories: publish the report of acme",
    );
  });

  it.each([
    [
      "",
      "no repository for the digest of acme: set digest.repository in .github/plimsoll.yml of acme/.github",
    ],
    [
      "digest: { repository: gone }\n",
      "digest.repository: acme/gone is not there, or the app is not installed on it",
    ],
    ["digest: { repository: shop, enabled: false }\n", "the config switches this digest off: digest.enabled"],
  ])("of an organization has no place by the config %j", async (config, message) => {
    serve([SHOP, { id: 9, name: ".github", past: SHOP.past, files: { ".github/plimsoll.yml": config } }]);
    nock(API).persist().get("/repos/acme/gone").optionally().reply(404, {});
    await expect(reportOf({ publishes: true })).rejects.toThrow(message);
  });

  it("says in one line that the token may not write", async () => {
    serve();
    nock(API).persist().get("/repos/acme/shop/issues").query(true).reply(200, []);
    nock(API).post("/repos/acme/shop/labels").reply(403, { message: "Resource not accessible" });
    await expect(reportOf({ scope: one, publishes: true })).rejects.toThrow(
      "GitHub refused the issue (403): the token needs Issues: write, and the repository its Issues",
    );
  });
});
