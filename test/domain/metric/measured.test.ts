import { describe, expect, it } from "vitest";
import { at, change, deployment, straightHistory } from "../../../dev/simulation/world/history.ts";
import { toMeasured } from "../../../src/domain/metric/measured.ts";
import { deriveShipping } from "../../../src/domain/shipping/shipping.ts";

const BASELINE = deployment(1, "m0", at(1));

describe("a measured history", () => {
  const history = straightHistory(
    [change(1, at(2)), change(2, at(3))],
    [BASELINE, deployment(2, "m1", at(4))],
  );
  const shipping = deriveShipping(history, at(9));

  it("starts with the first baseline", () => {
    expect(toMeasured("a/b", shipping)).toMatchObject({
      measuredSince: at(1),
      lastCounted: at(4),
      ship: "deployments",
      lines: [],
    });
  });

  it("starts with the first merge where merging is all that is known", () => {
    expect(toMeasured("a/b", shipping, { ship: "merges" })).toMatchObject({
      measuredSince: at(2),
      ship: "merges",
    });
  });

  it("is not measured before anything was deployed", () => {
    const nothing = deriveShipping(straightHistory([], []), at(9));

    expect(toMeasured("a/b", nothing)).toMatchObject({ measuredSince: undefined, lastCounted: undefined });
  });
});
