import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import { absencesOf } from "../../../src/domain/shipping/absence.ts";
import type { Passage } from "../../../src/domain/shipping/passages.ts";

/** A passage that came on one day, and was gone for some stretches of days. */
function passage(came: number, ...gone: readonly (readonly [number, number?])[]): Passage {
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

function daysOf(...passages: readonly Passage[]): (readonly [number, number | undefined])[] {
  return absencesOf(passages).map(({ from, until }) => [from.getUTCDate(), until?.getUTCDate()]);
}

describe("the absences of a change", () => {
  it.each([
    ["none without a commit in production", [], []],
    ["those of its only commit", [passage(2, [3, 4], [6])], [[3, 4], [6]]],
    [
      "the times in which all of its commits are gone",
      [passage(2, [3, 6]), passage(4, [5])],
      [
        [3, 4],
        [5, 6],
      ],
    ],
    ["none while one of them is there", [passage(2, [3]), passage(2)], []],
    ["none where one comes as the other goes", [passage(2, [3]), passage(3)], []],
    ["none before its first commit comes", [passage(5), passage(2, [5])], []],
  ] as const)("are %s", (_, passages, days) => {
    expect(daysOf(...passages)).toEqual(days.map(([from, until]) => [from, until]));
  });
});
