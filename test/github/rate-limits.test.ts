import nock from "nock";
import { describe, expect, it } from "vitest";
import { API } from "../../dev/simulation/world/world.ts";
import { rateLimitWait } from "../../src/github/rate-limits.ts";
import { octokit, useNock } from "../support/github.ts";

const NOW = Date.parse("2026-11-02T09:00:00Z");
const DATE = { date: new Date(NOW).toUTCString() };

/** What a request waits that GitHub answers so. */
async function waitAfter(status: number, headers: Record<string, string>, message = "refused") {
  nock(API).get("/meta").reply(status, { message }, headers);
  return octokit.rest.meta.get().then(() => undefined, rateLimitWait);
}

describe("a request that GitHub refuses", () => {
  useNock();

  const reset = (seconds: number) => ({
    ...DATE,
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": String(NOW / 1000 + seconds),
  });

  it.each([
    ["for the primary limit waits for its reset by GitHub's clock", 403, reset(600), 601_000],
    ["for a limit that was just reset waits a second", 429, reset(-30), 1_000],
    ["never waits for longer than the hour of a window", 403, reset(90_000), 3_600_000],
    ["for a secondary limit waits as it is told", 403, { "retry-after": "90" }, 90_000],
    ["with 429 and nothing else waits a minute", 429, {}, 60_000],
    ["for lack of a permission waits for no limit", 403, { "x-ratelimit-remaining": "4999" }, undefined],
    ["for its own failure waits for no limit", 502, reset(600), undefined],
  ])("%s", async (_, status, headers, wait) => {
    expect(await waitAfter(status, headers)).toBe(wait);
  });

  it("for a secondary limit that only its text tells waits a minute", async () => {
    expect(await waitAfter(403, {}, "You have exceeded a secondary rate limit")).toBe(60_000);
  });
});
