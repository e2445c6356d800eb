import { describe, expect, it } from "vitest";
import { digestOf, on, repository, row, shipped, WEEK } from "../../../dev/simulation/examples/records.ts";
import { countChanges } from "../../../src/domain/metric/counts.ts";

describe("the counts of a week", () => {
  const OUTCOMES = [
    ...(["pending", "outside", "automation", "rework", "ineffective"] as const),
    ...(["withdrawn", "undone", "net"] as const),
  ];
  const ATTRIBUTIONS = ["declared", "undeclared", "unknown"] as const;
  const digest = digestOf(
    repository(
      OUTCOMES.flatMap((outcome, index) =>
        Array.from({ length: index + 1 }, (_, number) =>
          shipped(on(WEEK, 0), {
            outcome,
            change: {
              attribution: ATTRIBUTIONS[number % 3] ?? "unknown",
              builder: number === 7 ? undefined : "ada",
            },
          }),
        ),
      ),
      { ledger: [row(on(WEEK, 0)), row(on(WEEK, 1), "preview"), row(on("2026-W46", 1), "preview")] },
    ),
  );

  it("hold each change once, and none that was outside of the measurement", () => {
    expect(digest.changes).toEqual({
      merged: 34,
      pending: 1,
      waiting: 1,
      arrived: 33,
      automation: 3,
      ineffective: 5,
      rework: 4,
      effective: 21,
      withdrawn: 6,
      undone: 7,
      net: 8,
      declared: 3,
      undeclared: 3,
      unknown: 2,
      noBuilder: 1,
    });
  });

  it("tell apart what waits and will count, and what only waits", () => {
    const pending = shipped(on(WEEK, 0), { outcome: "pending" });

    expect(countChanges([pending, { ...pending, willBe: "ineffective" }])).toMatchObject({
      pending: 2,
      waiting: 1,
    });
  });

  it("hold each deployment that was seen in it once", () => {
    expect(digest.deployments).toEqual({ seen: 2, counted: 1, uncounted: { preview: 1 } });
  });

  it("have the keys of a stable interface", () => {
    expect(Object.keys(digest).slice(0, 6)).toEqual([
      ...["definition", "week", "scope", "ship", "state", "completedAt"],
    ]);
    expect(Object.keys(digest.normalizedDeployments).sort()).toEqual(
      ["total", "aiAssisted", "unknown", "usual", "learned", "signal", "quietWeeks", "occupancy"].sort(),
    );
    expect(Object.keys(digest.builders)).toEqual(["count", "adoption", "perBuilder", "usual", "signal"]);
    expect(Object.keys(digest.trend ?? {})).toEqual([
      "signal",
      "reference",
      "learned",
      "perBuilder",
      "usual",
    ]);
    expect(digest.share).toBeNull();
    expect(JSON.parse(JSON.stringify(digest))).toEqual(digest);
  });
});
