import { RequestError } from "@octokit/request-error";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { type EventTime, NO_EVENT, TooEarlyError, undefinedWhenUnknown } from "../../src/github/when.ts";
import { runs } from "../support/limits.ts";

const MINUTE = 60_000;
const later = (minutes: number) => new Date(at(3).getTime() + minutes * MINUTE);

/** GitHub's answer, with its own time where it tells one. */
function failure(status: number, date?: Date) {
  const headers = date === undefined ? {} : { date: date.toUTCString() };
  const request = { method: "GET" as const, url: "https://api.github.test/", headers: {} };
  const response = { status, url: request.url, headers, data: {}, retryCount: 0 };
  return new RequestError("Not Found", status, { request, response });
}

function answerOf(when: EventTime | typeof NO_EVENT, error: Error): unknown {
  try {
    return undefinedWhenUnknown(when)(error);
  } catch (thrown) {
    return thrown instanceof TooEarlyError ? "too early" : "failure";
  }
}

describe("what GitHub does not know", () => {
  it.each([
    ["just now", { at: at(3), heardAt: at(3), now: later(1) }, "too early"],
    ["59 minutes ago", { at: at(3), heardAt: at(3), now: later(59) }, "too early"],
    ["an hour ago", { at: at(3), heardAt: at(3), now: later(60) }, undefined],
    ["five hours ago, heard of just now", { at: at(3), heardAt: later(300), now: later(301) }, undefined],
    [
      "at a time that GitHub does not tell, heard of just now",
      { heardAt: at(3), now: later(1) },
      "too early",
    ],
    [
      "at a time that GitHub does not tell, heard of an hour ago",
      { heardAt: at(3), now: later(60) },
      undefined,
    ],
    ["never", NO_EVENT, undefined],
  ] as const)("R1: of what happened %s: %#", (_, when, expected) => {
    for (const status of [404, 422]) expect(answerOf(when, failure(status))).toBe(expected);
    for (const status of [401, 403, 410, 429, 500, 502])
      expect(answerOf(when, failure(status))).toBe("failure");
  });

  it("R1: is never a fact at once, and always one an hour after we heard of it, however wrong our clock is", () => {
    const days = fc.integer({ min: -3 * 24 * 60, max: 3 * 24 * 60 });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 58 }), (skew, minutes) => {
        const ours = (real: number) => later(real + skew);
        const heard = { at: at(3), heardAt: ours(0) };

        expect(answerOf({ ...heard, now: ours(minutes) }, failure(404, later(minutes)))).toBe("too early");
        expect(
          answerOf({ ...heard, now: ours(minutes + 60) }, failure(404, later(minutes + 60))),
        ).toBeUndefined();
      }),
      { numRuns: runs(200) },
    );
  });
});
