import { describe, expect, it } from "vitest";
import { change } from "../../../dev/simulation/world/history.ts";
import {
  carriageOf,
  carriesMost,
  choiceTime,
  chooseWay,
  type Way,
} from "../../../src/domain/shipping/ship-choice.ts";

const DAY = 86_400_000;
const NOW = new Date("2026-11-23");
const ago = (days: number) => new Date(NOW.getTime() - days * DAY);

/** How many of the changes of a straight line each way has carried. */
type Carried = readonly [deployments: number, releases: number];

/** What `auto` takes, of so many changes, where each way brought the line up to some commit. */
function chooseAmong(of: number, [deployments, releases]: Carried, current: Way = "deployments") {
  const numbers = Array.from({ length: of }, (_, index) => index + 1);
  const at = ago(30);
  return chooseWay(NOW, current, {
    changes: numbers.map((number) => change(number, ago(60))),
    graph: new Map(numbers.map((number) => [`m${number}`, { parents: [`m${number - 1}`] }])),
    shipped: [
      { at, sha: `m${deployments}`, channel: "", deployment: { kind: "deployment" } },
      { at, sha: `m${releases}`, channel: "", deployment: { kind: "release" } },
    ],
  });
}

/** What `auto` takes week by week. */
function takenIn(of: number, ...weeks: readonly Carried[]): Way[] {
  const taken: Way[] = [];
  for (const carried of weeks) taken.push(chooseAmong(of, carried, taken.at(-1))?.ship ?? "deployments");
  return taken;
}

describe("R19: how auto chooses", () => {
  it("looks at what was merged four weeks to half a year ago, and was carried until then", () => {
    const told = [28, 29, 100, 182, 183].map((days) => ({ mergedAt: ago(days), carriedAt: ago(days - 1) }));
    const waiting = [{ mergedAt: ago(40), carriedAt: undefined }];
    const later = [{ mergedAt: ago(40), carriedAt: ago(-1) }];

    expect(carriageOf([...told, ...waiting, ...later], NOW)).toEqual({ carried: 3, of: 5 });
  });

  it.each([
    [0, 0, true],
    [1, 2, true],
    [1, 3, false],
  ])("says of %i of %i whether that is most: %s", (carried, of, isMost) => {
    expect(carriesMost({ carried, of })).toBe(isMost);
  });

  it.each<[string, Way[], Way[]]>([
    ["R19: deployments where both carry the same", takenIn(44, [44, 44]), ["deployments"]],
    ["R19: deployments where releases carry hardly more", takenIn(44, [40, 44]), ["deployments"]],
    ["R19: releases where they carry most", takenIn(44, [12, 41]), ["releases"]],
    ["deployments where too few changes tell", takenIn(9, [0, 9]), ["deployments"]],
    [
      "the other way once the repository begins to deploy",
      takenIn(44, [0, 40], [20, 40], [44, 39]),
      ["releases", "releases", "deployments"],
    ],
    [
      "the other way once it stops",
      takenIn(44, [44, 20], [30, 33], [10, 44]),
      ["deployments", "deployments", "releases"],
    ],
    [
      "one way while both are near each other",
      takenIn(44, [10, 40], [42, 40], [39, 41], [41, 40]),
      ["releases", "releases", "releases", "releases"],
    ],
  ])("takes %s", (_, taken, expected) => {
    expect(taken).toEqual(expected);
  });

  it("says since when, and how many changes each way carried", () => {
    expect(chooseAmong(44, [12, 41])).toEqual({
      ...{ since: NOW, ship: "releases", deployments: 12, releases: 41, of: 44 },
    });
  });

  it.each<[string, Parameters<typeof chooseWay>[2]["shipped"]]>([
    ["one way is in use", [{ at: ago(30), sha: "m1", channel: "", deployment: { kind: "deployment" } }]],
    [
      "the other way was in use more than half a year ago",
      [
        { at: ago(30), sha: "m1", channel: "", deployment: { kind: "deployment" } },
        { at: ago(183), sha: "m1", channel: "", deployment: { kind: "release" } },
      ],
    ],
    [
      "the other way comes into use later",
      [
        { at: ago(30), sha: "m1", channel: "", deployment: { kind: "deployment" } },
        { at: NOW, sha: "m1", channel: "", deployment: { kind: "release" } },
      ],
    ],
  ])("chooses nothing where only %s", (_, shipped) => {
    expect(chooseWay(NOW, "deployments", { changes: [], graph: new Map(), shipped })).toBeUndefined();
  });

  it("counts a change only where what it touches was deployed", () => {
    const at = ago(30);
    const touching = (service: string) => change(1, ago(60), { services: [service] });
    const carried = {
      changes: [touching("api"), touching("web"), change(1, ago(60))],
      graph: new Map([["m1", { parents: [] }]]),
      shipped: [
        { at, sha: "m1", channel: "api", deployment: { kind: "deployment" } },
        { at, sha: "m1", channel: "", deployment: { kind: "release" } },
      ],
    } as const;

    expect(chooseWay(NOW, "deployments", carried)).toMatchObject({ deployments: 2, releases: 3, of: 3 });
  });

  it("chooses at the beginning of a week", () => {
    const [monday, sunday] = [new Date("2026-11-23T00:00:00Z"), new Date("2026-11-22T23:59:59Z")];

    expect(choiceTime(monday)).toEqual(monday);
    expect(choiceTime(sunday)).toEqual(new Date("2026-11-16T00:00:00Z"));
  });
});
