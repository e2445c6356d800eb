import { describe, expect, it } from "vitest";
import {
  digestOf,
  later,
  NOW,
  on,
  pending,
  repository,
  shipped,
  WEEK,
  waiting,
} from "../../../dev/simulation/examples/records.ts";
import type { Measured } from "../../../src/domain/metric/measured.ts";
import { shiftWeek } from "../../../src/domain/metric/week.ts";

const WAITING = [shipped(on(WEEK, 1)), pending(on(WEEK, 4))];

describe("a repository's week", () => {
  const digest = (changes: Measured["changes"], now = NOW) => digestOf(repository(changes), { now });
  const state = (changes: Measured["changes"], now = NOW) => digest(changes, now).state;
  const TWENTY = Array.from({ length: 20 }, () => shipped(on(WEEK, 1)));

  it.each([
    ["before it has ended", [shipped(on(WEEK, 1))], on(WEEK, 5), "open"],
    ["once it has ended, when all of it had arrived", TWENTY, on("2026-W48", 0, 0), "complete"],
    ["while more than a tenth of it waits", [...TWENTY, ...waiting(on(WEEK, 4), 3)], NOW, "open"],
    ["W1: though what merged later has arrived", [...WAITING, shipped(on("2026-W48", 0))], NOW, "open"],
    ["while a tenth of it waits", [...TWENTY.slice(2), ...waiting(on(WEEK, 4), 2)], NOW, "complete"],
    ["when nothing was merged in it", [shipped(on("2026-W46", 1))], NOW, "complete"],
    ["when only what was merged before it waits", waiting(on("2026-W46", 1)), NOW, "complete"],
    ["when only documentation waits", [pending(on(WEEK, 1), "ineffective")], NOW, "complete"],
    ["when only reverts and backports wait", [pending(on(WEEK, 1), "rework")], NOW, "complete"],
    ["when only robots' work waits", [pending(on(WEEK, 1), "automation")], NOW, "complete"],
  ])("%s is %#", (_, changes, now, expected) => {
    expect(state(changes, now)).toBe(expected);
  });

  it("says when it became complete, which makes it settled a week later and final after four", () => {
    const completed = on("2026-W48", 0, 11);
    const late = {
      ...shipped(on(WEEK, 1)).arrival,
      deploymentId: 1,
      environment: "production",
      at: completed,
    };
    const changes = [shipped(on(WEEK, 1)), shipped(on(WEEK, 4), { arrival: late })];
    const at = (days: number) => state(changes, later(completed, days));

    expect(digest(changes).completedAt).toBe(completed.toISOString());
    expect([0, 6.9, 7, 27.9, 28].map(at)).toEqual(["complete", "complete", "settled", "settled", "final"]);
  });

  it("W1: is held open by work that waits for thirteen weeks, and then gets no verdict", () => {
    // As of a project whose releases come from maintenance branches: one hotfix in a week ships.
    const hotfixes = Array.from({ length: 30 }, (_, index) => shipped(on(shiftWeek(WEEK, 13 - index), 2)));
    const changes = [...hotfixes, ...waiting(on(WEEK, 4), 98)];
    const at = (week: string, day: number) => digest(changes, on(week, day, 0));

    expect(at(shiftWeek(WEEK, 13), 6)).toMatchObject({ state: "open" });
    expect(at(shiftWeek(WEEK, 14), 0)).toMatchObject({
      state: "complete",
      normalizedDeployments: { total: 1, signal: "waiting", quietWeeks: 0 },
    });
  });

  it("W1: gets its verdict once that has shipped after all", () => {
    const at = on(shiftWeek(WEEK, 15), 0);
    const arrival = { deploymentId: 1, environment: "production", at };
    const late = Array.from({ length: 98 }, () => shipped(on(WEEK, 4), { arrival }));

    expect(digest(late, later(at, 1))).toMatchObject({
      state: "settled",
      normalizedDeployments: { signal: expect.not.stringMatching("waiting") },
    });
  });

  it("W1: leaves such weeks out of the usual range", () => {
    const weeks = Array.from({ length: 26 }, (_, index) => shiftWeek(WEEK, -index));
    const changes = weeks.flatMap((week) => [shipped(on(week, 1)), shipped(on(week, 2))]);
    const short = waiting(on(shiftWeek(WEEK, -20), 3), 9);

    expect(digest(changes).normalizedDeployments.learned).toBe(26);
    expect(digest([...changes, ...short]).normalizedDeployments.learned).toBe(25);
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

  it("W10: is complete once repositories that hold 95 % of its effective changes are", () => {
    const fast = Array.from({ length: 19 }, (_, index) =>
      repository([shipped(on(WEEK, 1))], { repository: `acme/fast-${index}` }),
    );
    const slow = (name: string) => repository(waiting(on(WEEK, 2), 1), { repository: `acme/${name}` });

    expect(state(...fast, slow("a"))).toBe("complete");
    expect(state(...fast, slow("a"), slow("b"))).toBe("open");
  });
});
