import { describe, expect, it } from "vitest";
import type { Measured } from "../../../src/domain/metric/measured.ts";
import { shift } from "../../../src/domain/metric/week.ts";
import { digestOf, later, NOW, on, pending, repository, shipped, WEEK } from "./records.ts";

const WAITING = [shipped(on(WEEK, 1)), pending(on(WEEK, 4))];

describe("a repository's week", () => {
  const state = (changes: Measured["changes"], now = NOW) => digestOf(repository(changes), { now }).state;

  it.each([
    ["before it has ended", [shipped(on(WEEK, 1))], on(WEEK, 5), "open"],
    [
      "once it has ended, when all of it had arrived",
      [shipped(on(WEEK, 1))],
      on("2026-W48", 0, 0),
      "complete",
    ],
    ["while its last change waits", WAITING, NOW, "open"],
    ["when what merged later has arrived", [...WAITING, shipped(on("2026-W48", 0))], NOW, "complete"],
    ["when nothing was merged in it", [shipped(on("2026-W46", 1))], NOW, "complete"],
    ["when what was merged before it waits", [pending(on("2026-W46", 1))], NOW, "open"],
  ])("%s is %#", (_, changes, now, expected) => {
    expect(state(changes, now)).toBe(expected);
  });

  it("says when it became complete, which makes it settled a week later and final after four", () => {
    const changes = [...WAITING, shipped(on("2026-W48", 0, 10))];
    const completed = on("2026-W48", 0, 11);
    const at = (days: number) => state(changes, later(completed, days));

    expect(digestOf(repository(changes)).completedAt).toBe(completed.toISOString());
    expect([0, 6.9, 7, 27.9, 28].map(at)).toEqual(["complete", "complete", "settled", "settled", "final"]);
  });

  it("is held open by work that waits until nothing was counted for thirteen weeks", () => {
    const stopped = repository(WAITING, { lastCounted: on(WEEK, 1) });
    const at = (week: string, day: number) => digestOf(stopped, { now: on(week, day) }).state;

    expect(at(shift(WEEK, 13), 0)).toBe("open");
    expect(at(shift(WEEK, 13), 1)).toBe("complete");
  });

  it("is held open by work in a repository that was never deployed", () => {
    const never = repository(WAITING, { measuredSince: undefined, lastCounted: undefined });

    expect(digestOf(never, { now: on("2027-W30", 1) }).state).toBe("open");
  });

  it("is complete when it ends where merging is all that is known", () => {
    expect(digestOf(repository(WAITING, { ship: "merges" }), { now: on("2026-W48", 0, 0) }).state).toBe(
      "complete",
    );
  });
});

describe("an organization's week", () => {
  const state = (...measured: readonly Measured[]) => digestOf(measured, { scope: "acme" }).state;
  const shop = repository([shipped(on(WEEK, 1))]);

  it("is open while one of its repositories holds it open", () => {
    const api = repository(WAITING, { repository: "acme/api" });
    const { state: whole, repositories } = digestOf([shop, api], { scope: "acme" });

    expect(whole).toBe("open");
    expect(repositories).toEqual([
      { repository: "acme/api", total: 1, pending: 1, state: "open" },
      { repository: "acme/shop", total: 1, pending: 0, state: "complete" },
    ]);
  });

  it("does not wait for a repository that stopped deploying, nor for one that never did", () => {
    const stopped = repository(WAITING, { repository: "acme/old", lastCounted: new Date("2026-08-01") });
    const never = repository(WAITING, {
      repository: "acme/docs",
      measuredSince: undefined,
      lastCounted: undefined,
    });

    expect(state(shop, stopped, never)).toBe("complete");
  });

  it("waits for a repository whose measurement has only begun", () => {
    const young = repository(WAITING, {
      repository: "acme/new",
      measuredSince: on(WEEK, 0),
      lastCounted: undefined,
    });

    expect(state(shop, young)).toBe("open");
  });
});
