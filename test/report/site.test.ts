import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serveOrganizationPast } from "../../dev/simulation/past/organization-past.ts";
import { renderSite } from "../../src/render/site/pages.ts";
import { reportOf, threeRepositories } from "./organization.ts";

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

describe("the site of a report", () => {
  it("has the digest of each week, and a page for each repository", async () => {
    serveOrganizationPast(threeRepositories(1));
    const { site, digest } = await reportOf({ siteLinksTo: "https://github.com" });

    expect(site?.main.digest).toBe(digest);
    expect(site?.main.weeks.at(-1)).toBe(digest);
    expect(site?.main.weeks.map(({ week }) => week)).toEqual(digest.weeks.map(({ week }) => week));
    expect(site?.main.weeks.map((each) => each.normalizedDeployments.total)).toEqual(
      digest.weeks.map(({ total }) => total),
    );
    expect(site && [...renderSite(site).keys()]).toEqual([
      "index.html",
      "repositories/api.html",
      "repositories/lib.html",
      "repositories/shop.html",
      "style.css",
    ]);
  });
});
