import { describe, expect, it } from "vitest";
import { carriageOf, carriesMost, shipChoices } from "../../../src/domain/shipping/ship-choice.ts";

const DAY = 86_400_000;
const NOW = new Date("2026-11-23");
const ago = (days: number) => new Date(NOW.getTime() - days * DAY);

/** Weeks by how many changes each way carried, of so many. */
function weeks(of: number, ...numbers: readonly (readonly [number, number])[]) {
  return numbers.map(([deployments, releases], index) => ({
    at: ago((numbers.length - index) * 7),
    deployments: { carried: deployments, of },
    releases: { carried: releases, of },
  }));
}

const ships = (all: ReturnType<typeof weeks>) => shipChoices(all).map(({ ship }) => ship);

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

  it.each<[string, ReturnType<typeof weeks>, string[]]>([
    ["R19: deployments where both carry the same", weeks(44, [44, 44]), ["deployments"]],
    ["R19: deployments where releases carry hardly more", weeks(44, [40, 44]), ["deployments"]],
    ["R19: releases where they carry most", weeks(44, [12, 41]), ["releases"]],
    ["deployments where too few changes tell", weeks(9, [0, 9]), ["deployments"]],
    [
      "the other way once the repository begins to deploy",
      weeks(44, [0, 40], [20, 40], [44, 39]),
      ["releases", "deployments"],
    ],
    ["the other way once it stops", weeks(44, [44, 20], [30, 40], [10, 44]), ["deployments", "releases"]],
    [
      "one way while both are near each other",
      weeks(44, [10, 40], [42, 40], [39, 41], [41, 40]),
      ["releases"],
    ],
  ])("takes %s", (_, all, expected) => {
    expect(ships(all)).toEqual(expected);
    expect(ships(all.toReversed())).toEqual(expected);
  });

  it("says since when, and how much each way carried", () => {
    const [first, second] = weeks(44, [44, 0], [12, 41]);

    expect(shipChoices(weeks(44, [44, 0], [12, 41]))).toEqual([
      { since: first?.at, ship: "deployments", deployments: first?.deployments, releases: first?.releases },
      { since: second?.at, ship: "releases", deployments: second?.deployments, releases: second?.releases },
    ]);
  });
});
