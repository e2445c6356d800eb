import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/domain/shipping/change.ts";
import type { Deployment } from "../../../src/domain/shipping/deployment.ts";
import { rangeKey, rangesNeeded } from "../../../src/domain/shipping/ranges.ts";
import { at, change, deployment } from "../../support/history.ts";

function ranges(deployments: readonly Deployment[], changes: readonly Change[] = []): string[] {
  return rangesNeeded({ deployments, changes, rules: [] }).map(rangeKey);
}

describe("the history that must be read", () => {
  it("is nothing while nothing was deployed to production", () => {
    const staging = deployment(1, "m5", at(5), { isProduction: false, environment: "staging" });

    expect(ranges([staging], [change(1, at(2))])).toEqual([]);
  });

  it("lies between each production deployment and the next, in order of time", () => {
    const deployments = [deployment(2, "m5", at(5)), deployment(3, "m7", at(7)), deployment(1, "m3", at(3))];

    expect(ranges(deployments)).toEqual(["m3...m5", "m5...m7"]);
  });

  it("reaches back to the earliest change that the first deployment may carry", () => {
    const changes = [change(3, at(4)), change(2, at(3)), change(9, at(9))];

    expect(ranges([deployment(1, "m5", at(5))], changes)).toEqual(["m1...m5"]);
  });

  it("is not read for the same commit deployed again, nor twice for a deployment that is told of twice", () => {
    const [first, second] = [deployment(1, "m5", at(5)), deployment(2, "m5", at(6))];

    expect(ranges([first, second])).toEqual([]);
    expect(ranges([first, deployment(3, "m6", at(7)), second, first])).toEqual(["m5...m6"]);
  });

  it("leaves out what does not ship: releases where deployments do", () => {
    const release = deployment(2, "m6", at(6), { kind: "release", environment: "v1" });

    expect(ranges([deployment(1, "m5", at(5)), release, deployment(3, "m7", at(7))])).toEqual(["m5...m7"]);
  });
});
