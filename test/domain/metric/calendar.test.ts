import { describe, expect, it } from "vitest";
import { dayIn, openCalendar, weekOfDay, weekStart } from "../../../src/domain/metric/calendar.ts";
import { dayOf, weekOf } from "../../../src/domain/metric/week.ts";

const ZONES = [
  "utc",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kathmandu",
  "Africa/Cairo",
  "Australia/Lord_Howe",
];
const FIRST = Date.UTC(2026, 2, 2);
const HALF_HOUR = 1_800_000;

describe("a calendar", () => {
  it.each(ZONES)("places every half hour of %s as the time zone's rules do", (zone) => {
    const calendar = openCalendar("2026-W09", "2026-W46", zone);
    const instants = Array.from({ length: 250 * 48 }, (_, count) => new Date(FIRST + count * HALF_HOUR));
    const days = new Map<number | undefined, string>();
    const misplaced = instants.filter((at) => {
      const day = dayIn(calendar, at);
      const [known = dayOf(at, zone)] = [days.get(day)];
      days.set(day, known);
      return known !== dayOf(at, zone) || calendar.weeks[weekOfDay(day ?? -1)] !== weekOf(at, zone);
    });

    expect(misplaced).toEqual([]);
    expect(days.size).toBeGreaterThan(249);
  });

  it("knows nothing of what lies before and after it", () => {
    const calendar = openCalendar("2026-W45", "2026-W46", "utc");

    expect(calendar.weeks).toEqual(["2026-W45", "2026-W46"]);
    expect(dayIn(calendar, new Date("2026-11-01T23:59:59Z"))).toBeUndefined();
    expect(dayIn(calendar, new Date("2026-11-02T00:00:00Z"))).toBe(0);
    expect(dayIn(calendar, new Date("2026-11-15T23:59:59Z"))).toBe(13);
    expect(dayIn(calendar, new Date("2026-11-16T00:00:00Z"))).toBeUndefined();
  });

  it("ends where the next week starts, also when the clocks change", () => {
    const calendar = openCalendar("2026-W43", "2026-W44", "Europe/Berlin");

    expect(new Date(weekStart(calendar, 1))).toEqual(new Date("2026-10-25T23:00:00Z"));
    expect(new Date(weekStart(calendar, 2))).toEqual(new Date("2026-11-01T23:00:00Z"));
  });
});
