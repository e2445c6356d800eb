import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { longPast } from "../../dev/simulation/past/long-past.ts";
import { serveOrganizationPast } from "../../dev/simulation/past/organization-past.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { reportOf } from "./organization.ts";

const PAST = longPast({ pulls: 4, deployEvery: 2 });
const of = (...names: readonly string[]) => ({ scope: { owner: "acme", names } });
const at = (name: string) => ({ place: { owner: "acme", name } });

beforeEach(() => {
  nock.disableNetConnect();
  serveOrganizationPast([
    { id: 7, name: "shop", past: PAST, isPublic: true },
    { id: 8, name: "api", past: PAST },
    { id: 9, name: "lib", past: PAST },
  ]);
});
afterEach(() => nock.cleanAll());

describe("a report in a place that others read", () => {
  it.each([
    ["a public repository, of itself", "shop", ["shop"]],
    ["a private repository, of itself, in other letters", "API", ["api"]],
    ["a private repository, of others", "lib", ["shop", "api"]],
  ])("is made in %s", async (_, place, names) => {
    expect((await reportOf({ ...of(...names), ...at(place) })).shortfalls).toEqual([]);
  });

  it("is not made where a public repository would name a private one", async () => {
    await expect(reportOf({ ...of("shop", "api", "lib"), ...at("shop") })).rejects.toThrow(
      "acme/shop is public, and not all of its readers may know of acme/api and 1 more: make the report in a private repository, or of fewer repositories",
    );
  });

  it("is not made where an internal repository would name a private one", async () => {
    nock(API)
      .get("/repos/acme/inside")
      .reply(200, { id: 10, name: "inside", owner: { login: "acme" }, visibility: "internal" });
    await expect(reportOf({ ...of("api"), ...at("inside") })).rejects.toThrow(
      "acme/inside is internal, and not all of its readers may know of acme/api: ",
    );
  });

  it("is not made where the token does not see the place", async () => {
    nock(API).get("/repos/acme/elsewhere").reply(404, { message: "Not Found" });
    await expect(reportOf({ ...of("api"), ...at("elsewhere") })).rejects.toThrow(
      "GitHub does not show acme/elsewhere to this token, so nobody knows who would read the report there: let the token read it",
    );
  });
});
