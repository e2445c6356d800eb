import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import { absencesOf } from "../../../src/domain/shipping/absence.ts";
import type { Stay } from "../../../src/domain/shipping/stays.ts";

/** A stay that came on one day, and was gone for some stretches of days. */
function stay(came: number, ...gone: readonly (readonly [number, number?])[]): Stay {
  return {
    channel: "",
    arrival: { deploymentId: came, environment: "production", at: at(came) },
    isLinked: true,
    absences: gone.map(([from, until]) => ({
      deploymentId: from,
      from: at(from),
      until: until === undefined ? until : at(until),
    })),
  };
}

function daysOf(...stays: readonly Stay[]): (readonly [number, number | undefined])[] {
  return absencesOf(stays).map(({ from, until }) => [from.getUTCDate(), until?.getUTCDate()]);
}

describe("the absences of a change", () => {
  it.each([
    ["none without a commit in production", [], []],
    ["those of its only commit", [stay(2, [3, 4], [6])], [[3, 4], [6]]],
    [
      "the times in which all of its commits are gone",
      [stay(2, [3, 6]), stay(4, [5])],
      [
        [3, 4],
        [5, 6],
      ],
    ],
    ["none while one of them is there", [stay(2, [3]), stay(2)], []],
    ["none where one comes as the other goes", [stay(2, [3]), stay(3)], []],
    ["none before its first commit comes", [stay(5), stay(2, [5])], []],
  ] as const)("are %s", (_, stays, days) => {
    expect(daysOf(...stays)).toEqual(days.map(([from, until]) => [from, until]));
  });
});
