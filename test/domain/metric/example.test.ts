import { describe, expect, it } from "vitest";
import { digestWeek } from "../../../src/domain/metric/digest.ts";
import { deriveShipping } from "../../../src/domain/shipping/shipping.ts";
import { at, change, deployment, straightHistory } from "../../support/history.ts";

describe("the example in docs/metric.md", () => {
  const changes = [
    change(1, at(2, 10), { builder: "Ada" }),
    change(2, at(2, 15), { builder: "Ada", attribution: "declared" }),
    change(3, at(3, 9), { builder: "Bo", isEffective: false }),
    change(4, at(4, 9), { builder: "Bo" }),
    change(5, at(5, 9), { builder: "Ada", reverts: ["m4"] }),
    change(6, at(6, 9), { builder: "Bo", attribution: "declared" }),
  ];
  const deployments = [
    deployment(1, "m0", at(1)),
    deployment(2, "m1", at(2, 11)),
    deployment(3, "m2", at(3, 9)),
    deployment(4, "m3", at(3, 10)),
    deployment(5, "m4", at(4, 10)),
    deployment(6, "m5", at(5, 10)),
  ];
  const digestOf = (more: typeof deployments) => {
    const shipping = deriveShipping(straightHistory(changes, [...deployments, ...more]), at(9));
    return digestWeek(shipping, { scope: "a/b", week: "2026-W45", zone: "utc", now: at(9) });
  };

  it("counts one normalized deployment, half of it AI-assisted", () => {
    const { deployments: seen, changes: counts, normalizedDeployments } = digestOf([]);

    expect(normalizedDeployments).toMatchObject({ total: 1, aiAssisted: 0.5 });
    expect(seen.seen).toBe(5);
    expect(counts).toMatchObject({ net: 2, ineffective: 1, undone: 1, rework: 1, pending: 1 });
  });

  it("counts two once the last change ships", () => {
    expect(digestOf([deployment(7, "m6", at(8))]).normalizedDeployments.total).toBe(2);
  });
});
