import { describe, expect, it } from "vitest";
import { deriveShipping } from "../../../src/domain/shipping/shipping.ts";
import type { History } from "../../../src/domain/shipping/timeline.ts";
import { at, change, deployment, straightHistory } from "../../support/history.ts";

const BASELINE = deployment(1, "m0", at(1));

function outcomes(history: History, now = at(30)) {
  return Object.fromEntries(
    [...deriveShipping(history, now).changes].map(([id, { outcome }]) => [id, outcome]),
  );
}

function reasons(history: History) {
  return deriveShipping(history, at(30)).ledger.map(({ deploymentId, reason }) => [
    deploymentId,
    reason ?? "counted",
  ]);
}

describe("a change", () => {
  it("is outside when the first deployment ever seen carries it", () => {
    const history = straightHistory([change(1, at(2)), change(2, at(3))], [deployment(1, "m1", at(4))]);

    expect(outcomes(history)).toEqual({ "#1": "outside", "#2": "pending" });
  });

  it("arrives with the first production deployment that contains it", () => {
    const deployments = [BASELINE, deployment(2, "m2", at(4)), deployment(3, "m3", at(5))];
    const { changes } = deriveShipping(straightHistory([change(1, at(2))], deployments), at(30));

    expect(changes.get("#1")).toMatchObject({ outcome: "net", arrival: { deploymentId: 2, at: at(4) } });
  });

  it("arrives with the next success after a failed deployment", () => {
    const deployments = [
      BASELINE,
      deployment(2, "m1", at(4), { state: "failure" }),
      deployment(3, "m1", at(5)),
    ];
    const { changes } = deriveShipping(straightHistory([change(1, at(2))], deployments), at(30));

    expect(changes.get("#1")?.arrival?.deploymentId).toBe(3);
  });

  it("does not arrive before it is merged, though its branch was deployed", () => {
    const branch = change(1, at(5), { carriers: ["m9", "m1"] });
    const { changes } = deriveShipping(
      straightHistory([branch], [BASELINE, deployment(2, "m1", at(4))]),
      at(30),
    );

    expect(changes.get("#1")?.arrival?.at).toEqual(at(5));
  });

  it("ships once when both its branch and its merge are deployed", () => {
    const branch = change(1, at(5), { carriers: ["m9", "m1"] });
    const deployments = [BASELINE, deployment(2, "m1", at(4)), deployment(3, "m9", at(6))];
    const { changes } = deriveShipping(straightHistory([branch], deployments), at(30));

    expect(changes.get("#1")?.arrival?.deploymentId).toBe(2);
  });

  it.each([
    ["automation", { attribution: "automation" }],
    ["ineffective", { isEffective: false }],
    ["net", { attribution: "declared" }],
  ] as const)("is classed %s", (outcome, rest) => {
    const history = straightHistory([change(1, at(2), rest)], [BASELINE, deployment(2, "m1", at(4))]);

    expect(outcomes(history)).toEqual({ "#1": outcome });
  });
});

describe("a revert", () => {
  const original = change(1, at(2));
  const revert = (mergedAt: Date, rest = {}) => change(2, mergedAt, { reverts: ["m1"], ...rest });
  const deployEach = (...days: readonly number[]) => [
    BASELINE,
    ...days.map((day, index) => deployment(index + 2, `m${index + 1}`, at(day))),
  ];

  it("undoes what it reverts within seven days, and is rework itself", () => {
    expect(outcomes(straightHistory([original, revert(at(5))], deployEach(3, 6)))).toEqual({
      "#1": "undone",
      "#2": "rework",
    });
  });

  it("undoes nothing until it ships", () => {
    expect(outcomes(straightHistory([original, revert(at(5))], deployEach(3)))).toEqual({
      "#1": "net",
      "#2": "pending",
    });
  });

  it("is late between day 7 and day 28", () => {
    const { changes } = deriveShipping(
      straightHistory([original, revert(at(11))], deployEach(3, 12)),
      at(30),
    );

    expect(changes.get("#1")?.undoing).toMatchObject({
      isLate: true,
      by: { kind: "revert", changeId: "#2" },
    });
  });

  it("changes nothing after day 28", () => {
    const history = straightHistory([original, revert(at(32))], deployEach(3, 33));

    expect(outcomes(history, at(40))["#1"]).toBe("net");
  });

  it("withdraws what ships no earlier than it does", () => {
    const history = straightHistory([original, revert(at(3))], [BASELINE, deployment(2, "m2", at(4))]);

    expect(outcomes(history)).toEqual({ "#1": "withdrawn", "#2": "rework" });
  });

  it("of a revert brings the original back", () => {
    const again = change(3, at(6), { reverts: ["m2"] });

    expect(outcomes(straightHistory([original, revert(at(4)), again], deployEach(3, 5, 7)))).toEqual({
      "#1": "net",
      "#2": "rework",
      "#3": "rework",
    });
  });

  it("may name the change instead of a commit", () => {
    const byNumber = revert(at(5), { reverts: ["#1"] });

    expect(outcomes(straightHistory([original, byNumber], deployEach(3, 6)))["#1"]).toBe("undone");
  });

  it("of itself, or of what merged later, reverts nothing", () => {
    const early = change(1, at(2), { reverts: ["#1", "#2"] });

    expect(outcomes(straightHistory([early, change(2, at(5))], deployEach(3, 6)))).toEqual({
      "#1": "net",
      "#2": "net",
    });
  });

  it("of a commit that no change carries is a change like any other", () => {
    const history = straightHistory(
      [original, revert(at(5), { reverts: ["e".repeat(40)] })],
      deployEach(3, 6),
    );

    expect(outcomes(history)).toEqual({ "#1": "net", "#2": "net" });
  });
});

describe("a rollback", () => {
  const deployed = [
    BASELINE,
    deployment(2, "m1", at(3)),
    deployment(3, "m2", at(4)),
    deployment(4, "m1", at(5)),
  ];
  const changes = [change(1, at(2)), change(2, at(3))];

  it("undoes a change when it lasts more than seven days", () => {
    expect(outcomes(straightHistory(changes, deployed), at(13))).toEqual({ "#1": "net", "#2": "undone" });
  });

  it("undoes nothing while it may still be restored", () => {
    expect(outcomes(straightHistory(changes, deployed), at(11))).toEqual({ "#1": "net", "#2": "net" });
  });

  it("undoes nothing when it is restored within seven days", () => {
    const restored = [...deployed, deployment(5, "m2", at(6))];

    expect(outcomes(straightHistory(changes, restored))).toEqual({ "#1": "net", "#2": "net" });
  });

  it("of one environment undoes nothing that another one still holds", () => {
    const elsewhere = deployment(9, "m2", at(4, 1), { environment: "production-eu" });

    expect(outcomes(straightHistory(changes, [...deployed, elsewhere]))["#2"]).toBe("net");
  });
});

describe("the ledger", () => {
  const changes = [change(1, at(2)), change(2, at(3), { isEffective: false }), change(3, at(4))];

  it("gives each deployment one place, for the first reason that applies", () => {
    const deployments = [
      BASELINE,
      deployment(2, "m1", at(5), { isTransient: true, environment: "Preview" }),
      deployment(3, "m1", at(5, 1), { isProduction: false, environment: "staging" }),
      deployment(4, "m1", at(5, 2), { state: "failure" }),
      deployment(5, "m1", at(5, 3)),
      deployment(6, "m1", at(5, 4)),
      deployment(7, "m2", at(5, 5)),
      deployment(8, "m1", at(5, 6)),
      deployment(9, "m3", at(5, 7)),
      deployment(10, "m3", at(5, 8), { environment: "production-eu" }),
      deployment(11, "m4", at(5, 9), { state: "in_progress" }),
    ];

    expect(reasons(straightHistory(changes, deployments))).toEqual([
      [1, "baseline"],
      [2, "preview"],
      [3, "not-production"],
      [4, "failed"],
      [5, "counted"],
      [6, "same-commit"],
      [7, "no-effective-change"],
      [8, "rollback"],
      [9, "counted"],
      [10, "same-commit"],
    ]);
  });

  it("links nothing across histories that are not related", () => {
    const history = straightHistory(changes, [BASELINE, deployment(2, "m1", at(5))]);
    const unrelated = { ...history, unrelated: new Set(["m0...m1"]) };

    expect(reasons(unrelated)).toEqual([
      [1, "baseline"],
      [2, "range-unknown"],
    ]);
    expect(outcomes(unrelated)["#1"]).toBe("outside");
  });

  it("does not take a hotfix from an older commit for a rollback", () => {
    const history = straightHistory(changes, [
      BASELINE,
      deployment(2, "m3", at(5)),
      deployment(3, "hotfix", at(6)),
    ]);
    const graph = new Map(history.graph).set("hotfix", ["m1"]);

    expect(reasons({ ...history, graph })).toEqual([
      [1, "baseline"],
      [2, "counted"],
      [3, "no-effective-change"],
    ]);
  });
});
