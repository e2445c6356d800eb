import type { Change } from "../../../src/domain/shipping/change.ts";
import type { GraphCommit } from "../../../src/domain/shipping/commit-graph.ts";
import type { Deployment, DeploymentState } from "../../../src/domain/shipping/deployment.ts";
import type { History } from "../../../src/domain/shipping/shipping.ts";

/** An instant in November 2026 (Monday 2nd is the first day of 2026-W45): `at(2, 9)` is the 2nd, 09:00 UTC. */
export function at(day: number, hour = 0, minute = 0): Date {
  return new Date(Date.UTC(2026, 10, day, hour, minute));
}

/** A merged, effective, undeclared change of one builder, carried by the commit `m<number>`. */
export function change(number: number, mergedAt: Date, rest: Partial<Change> = {}): Change {
  return {
    id: `#${number}`,
    mergedAt,
    baseSha: `m${number - 1}`,
    carriers: [`m${number}`],
    commits: [],
    merges: [],
    rewritten: [],
    builder: "ada",
    attribution: "undeclared",
    isEffective: true,
    lines: 10,
    isApproved: true,
    services: [],
    reverts: [],
    ...{ pickedFrom: [], restating: [], partial: [] },
    patchId: undefined,
    ...rest,
  };
}

/** A deployment of a commit with one status. */
export function deployment(
  id: number,
  sha: string,
  finishedAt: Date,
  rest: Partial<Deployment> & { state?: DeploymentState } = {},
): Deployment {
  const { state = "success", ...others } = rest;
  return {
    kind: "deployment",
    id,
    sha,
    environment: "production",
    isProduction: true,
    isTransient: false,
    creator: undefined,
    statuses: [{ state, at: finishedAt, environment: undefined }],
    ...others,
  };
}

/** A straight line of commits, `m0` to `m<last>`, with changes and deployments on it. */
export function straightHistory(
  changes: readonly Change[],
  deployments: readonly Deployment[],
  last = 20,
): History {
  const graph = new Map<string, GraphCommit>();
  for (let number = 1; number <= last; number++) graph.set(`m${number}`, { parents: [`m${number - 1}`] });
  return { changes, deployments, graph, unrelated: new Set(), rules: [] };
}
