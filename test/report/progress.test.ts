import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { openReportProgress } from "../../src/commands/report-progress.ts";
import type { Usage } from "../../src/github/request-meter.ts";
import { lastLine, progressLine, readingProgress } from "../../src/report/progress.ts";
import type { BackfillProgress } from "../../src/storage/backfill.ts";

const NOW = at(24, 12);
const budget = (remaining: number) => ({ limit: 5_000, remaining, cost: 1, resetAt: at(24, 13) });
const USAGE: Usage = { requests: 1_214, points: 41, rest: budget(3_786), graphql: budget(4_959) };

function backfill(repositoryId: number, rest: Partial<BackfillProgress>): BackfillProgress {
  return {
    ...{ repositoryId, state: "running", since: at(1), startedAt: NOW, finishedAt: undefined },
    ...{ phase: "start", done: 0, total: undefined, attempts: 0, problems: [] },
    ...rest,
  };
}

describe("the progress of a report", () => {
  it("names the phase, the repository of how many, what was used and is left, and the time that remains", () => {
    const all = [
      backfill(1, { state: "done", phase: "play" }),
      backfill(2, { phase: "pulls", done: 50, total: 100 }),
      backfill(3, {}),
      backfill(4, {}),
    ];
    const progress = { ...readingProgress(all, (id) => `acme/r${id}`), usage: USAGE };

    expect(progressLine(progress, { now: NOW, elapsedMs: 60_000 })).toBe(
      "Pull requests of acme/r2 (2 of 4) · about 3 min left · 1,214 requests (3,786 left), 41 points (4,959 left)",
    );
  });

  it("says until when it waits for GitHub", () => {
    const usage = { ...USAGE, graphql: budget(1_000) };
    const line = progressLine({ doing: "Reading", part: 0.5, usage }, { now: NOW, elapsedMs: 60_000 });
    expect(line).toMatch(/^Reading · waits for GitHub until 13:00 UTC · /);
  });

  it("ends with what was used, and what is left until when; or that there is no limit", () => {
    expect(lastLine(USAGE)).toBe("Used 1,214 requests (3,786 left), 41 points (4,959 left) until 13:00 UTC");
    expect(lastLine({ requests: 2, points: 1, rest: undefined, graphql: undefined })).toBe(
      "Used 2 requests (no limit), 1 point (no limit)",
    );
  });

  it("is on a terminal from the first moment, no wider than that, and nowhere else", () => {
    const shown = (isTTY: boolean) => {
      const written: string[] = [];
      const write = (text: string) => written.push(text) > 0;
      const stream = { isTTY, columns: 20, write } as unknown as NodeJS.WriteStream;
      openReportProgress(stream, { usage: () => USAGE }).clear();
      return written;
    };

    expect(shown(true)).toEqual(["\rAsking GitHub · 1,2\x1b[K", "\r\x1b[K"]);
    expect(shown(false)).toEqual([]);
  });
});
