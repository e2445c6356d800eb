import { describe, expect, it } from "vitest";
import { at, change } from "../../../dev/simulation/world/history.ts";
import { pairsOf } from "../../../src/domain/receipts/pairs.ts";

describe("the pairs of builder and day", () => {
  it("are numbered within each day by who merged first", () => {
    const changes = [
      change(4, at(3, 9), { builder: "bo" }),
      change(3, at(2, 12), { builder: "ada" }),
      change(2, at(2, 11), { builder: "bo" }),
      change(1, at(2, 10), { builder: "ada" }),
    ];

    expect(Object.fromEntries(pairsOf(changes, "UTC"))).toEqual({
      "#1": "2026-11-02/1",
      "#2": "2026-11-02/2",
      "#3": "2026-11-02/1",
      "#4": "2026-11-03/1",
    });
  });

  it("leave out what nobody is accountable for", () => {
    expect(pairsOf([change(1, at(2), { builder: undefined })], "UTC").size).toBe(0);
  });

  it("have the days of the zone", () => {
    const night = change(1, at(2, 23, 30));

    expect(pairsOf([night], "UTC").get("#1")).toBe("2026-11-02/1");
    expect(pairsOf([night], "Europe/Berlin").get("#1")).toBe("2026-11-03/1");
  });
});
