import { describe, expect, it } from "vitest";
import { rangeKey, rangesNeeded } from "../../../src/domain/shipping/ranges.ts";
import { at, change, deployment } from "../../support/history.ts";

describe("the history that must be read", () => {
  it("is nothing while nothing was deployed to production", () => {
    const staging = deployment(1, "m5", at(5), { isProduction: false, environment: "staging" });

    expect(rangesNeeded([staging], [change(1, at(2))])).toEqual([]);
  });

  it("lies between each production deployment and the next, in order of time", () => {
    const deployments = [deployment(2, "m5", at(5)), deployment(3, "m7", at(7)), deployment(1, "m3", at(3))];

    expect(rangesNeeded(deployments, []).map(rangeKey)).toEqual(["m3...m5", "m5...m7"]);
  });

  it("reaches back to the earliest change that the first deployment may carry", () => {
    const changes = [change(3, at(4)), change(2, at(3)), change(9, at(9))];

    expect(rangesNeeded([deployment(1, "m5", at(5))], changes).map(rangeKey)).toEqual(["m1...m5"]);
  });

  it("is not read for the same commit deployed again", () => {
    expect(rangesNeeded([deployment(1, "m5", at(5)), deployment(2, "m5", at(6))], [])).toEqual([]);
  });
});
