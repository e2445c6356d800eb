import type { History } from "../../../src/domain/shipping/shipping.ts";
import type { Reading } from "./reading.ts";
import { START } from "./time.ts";

/** What is counted elsewhere, of the weeks that are played and all later ones. */
export interface Counts {
  readonly commits: number;
  readonly pullRequests: number;
  /** Deployments with a success, wherever to. */
  readonly deployments: number;
  readonly lines: number;
  readonly aiCommits: number;
}

/** Counts what happened without asking what became of it. */
export function countNaively(
  { changes, deployments }: History,
  readings: ReadonlyMap<string, Reading>,
): Counts {
  const merged = changes.filter(({ mergedAt }) => mergedAt >= START);
  const sum = (count: (of: Reading) => number) =>
    merged.reduce((total, { id }) => total + count(readings.get(id) ?? NOTHING), 0);
  return {
    commits: merged.reduce((total, { commits }) => total + commits.length, 0),
    pullRequests: merged.length,
    deployments: deployments.filter(
      (record) =>
        record.kind === "deployment" &&
        record.statuses.some(({ state, at }) => state === "success" && at >= START),
    ).length,
    lines: sum(({ allLines }) => allLines),
    aiCommits: sum(({ aiMarks }) => aiMarks),
  };
}

const NOTHING = { aiMarks: 0, allLines: 0 } as Reading;
