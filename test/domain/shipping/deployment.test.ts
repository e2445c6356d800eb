import { describe, expect, it } from "vitest";
import { at, deployment } from "../../../dev/simulation/world/history.ts";
import type { Deployment, DeploymentState } from "../../../src/domain/shipping/deployment.ts";
import { judgeEvents } from "../../../src/domain/shipping/event-judgement.ts";

const MINUTE = 60_000;

function judged(told: Deployment) {
  return judgeEvents([told])[0];
}

function withStatuses(...statuses: readonly (readonly [DeploymentState, number])[]) {
  return deployment(1, "m1", at(2), {
    statuses: statuses.map(([state, minutes]) => ({
      state,
      at: new Date(at(2).getTime() + minutes * MINUTE),
      environment: undefined,
    })),
  });
}

describe("a deployment", () => {
  it.each<[string, readonly (readonly [DeploymentState, number])[], string | undefined]>([
    ["is unfinished while it is in progress", [["in_progress", 0]], undefined],
    [
      "reaches production with its first success",
      [
        ["in_progress", 0],
        ["success", 5],
      ],
      "production",
    ],
    ["fails", [["failure", 5]], "failed"],
    ["ends in an error", [["error", 5]], "failed"],
    [
      "is cancelled by a failure within an hour of its success",
      [
        ["success", 0],
        ["failure", 59],
      ],
      "failed",
    ],
    [
      "stays when it fails more than an hour later",
      [
        ["success", 0],
        ["failure", 61],
      ],
      "production",
    ],
    [
      "stays when it succeeds again after a failure",
      [
        ["success", 0],
        ["failure", 9],
        ["success", 20],
      ],
      "production",
    ],
    [
      "is not undone by becoming inactive",
      [
        ["success", 0],
        ["inactive", 5],
      ],
      "production",
    ],
    [
      "succeeds after a failed try",
      [
        ["failure", 0],
        ["success", 5],
      ],
      "production",
    ],
  ])("%s", (_, statuses, ending) => {
    expect(judged(withStatuses(...statuses))?.ending).toBe(ending);
    expect(judged(withStatuses(...statuses.toReversed()))?.ending).toBe(ending);
  });

  it("is decided when it first succeeds", () => {
    expect(judged(withStatuses(["success", 5], ["success", 9]))?.at).toEqual(at(2, 0, 5));
  });

  it.each([
    ["prod", "production"],
    ["Production", "production"],
    ["live", "production"],
    ["production-eu", "production"],
    ["Production – app", "production"],
    ["shop-prod", "production"],
    ["storefront (Production)", "production"],
    ["staging", "not-production"],
    ["production-preview", "not-production"],
    ["pre-production", "not-production"],
    ["product", "not-production"],
  ])("R17: named %s without GitHub's flag goes to %s", (environment, ending) => {
    expect(judged(deployment(1, "m1", at(2), { environment, isProduction: false }))?.ending).toBe(ending);
  });

  it("is a preview when it is transient, whatever its name and outcome", () => {
    const preview = { isTransient: true, state: "failure" } as const;
    expect(judged(deployment(1, "m1", at(2), preview))?.ending).toBe("preview");
  });

  it("goes to the environment that its status names", () => {
    const statuses = [{ state: "success", at: at(2), environment: "production-eu" }] as const;
    expect(judged(deployment(1, "m1", at(2), { statuses }))?.environment).toBe("production-eu");
  });
});
