import { describe, expect, it } from "vitest";
import { dayOf, isWeek, shiftWeek, startOf, weekOf } from "../../../src/domain/metric/week.ts";

describe("an ISO week", () => {
  it.each([
    ["2026-11-15T23:59:59Z", "utc", "2026-W46"],
    ["2026-11-16T00:00:00Z", "utc", "2026-W47"],
    ["2026-11-15T23:59:59Z", "Europe/Berlin", "2026-W47"],
    ["2026-11-16T03:00:00Z", "America/New_York", "2026-W46"],
    ["2027-01-03T12:00:00Z", "utc", "2026-W53"],
    ["2024-12-30T12:00:00Z", "utc", "2025-W01"],
  ])("of %s in %s is %s", (at, zone, week) => {
    expect(weekOf(new Date(at), zone)).toBe(week);
  });

  it.each([
    ["2026-W53", 1, "2027-W01"],
    ["2027-W01", -1, "2026-W53"],
    ["2026-W47", 0, "2026-W47"],
    ["2026-W47", -26, "2026-W21"],
  ])("%s shifted by %i is %s", (week, count, shifted) => {
    expect(shiftWeek(week, count)).toBe(shifted);
  });

  it("shifted by any number is the week so many times seven days later", () => {
    const first = new Date("2020-01-02T00:00:00Z").getTime();
    const weeks = Array.from({ length: 3_000 }, (_, index) =>
      weekOf(new Date(first + index * 7 * 86_400_000), "utc"),
    );

    expect(weeks.map((_, index) => shiftWeek("2020-W01", index))).toEqual(weeks);
    expect(weeks.map((week, index) => shiftWeek(week, -index))).toEqual(weeks.map(() => "2020-W01"));
  });

  it("starts on Monday at midnight in its zone, also when the clocks change", () => {
    expect(startOf("2026-W43", "Europe/Berlin")).toEqual(new Date("2026-10-18T22:00:00Z"));
    expect(startOf("2026-W44", "Europe/Berlin")).toEqual(new Date("2026-10-25T23:00:00Z"));
  });

  it.each([
    ["2026-W53", true],
    ["2027-W53", false],
    ["2026-W00", false],
    ["2026-47", false],
    ["2026-W7", false],
    ["W47", false],
  ])("%s exists: %s", (text, expected) => {
    expect(isWeek(text)).toBe(expected);
  });

  it("puts five to midnight and five past on two days", () => {
    expect(dayOf(new Date("2026-11-15T23:55:00Z"), "utc")).toBe("2026-11-15");
    expect(dayOf(new Date("2026-11-16T00:05:00Z"), "utc")).toBe("2026-11-16");
  });
});
