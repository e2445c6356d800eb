import { describe, expect, it } from "vitest";
import { CASES, type ComparedCase } from "../../../dev/bench/verdicts/comparison-cases.ts";
import { playWindow } from "../../../dev/bench/verdicts/comparison-team.ts";
import { compareGroups } from "../../../src/domain/metric/comparison.ts";

/** In how many of 100 windows of a made-up team a difference is found; always the same windows. */
function foundIn({ team }: ComparedCase, windows: number): number {
  const said = Array.from({ length: windows }, (_, index) =>
    compareGroups(playWindow(team, index + 1), { floor: 5 }),
  );
  const found = said.filter((each) => !("cannotTell" in each) && each.finding !== "none");
  return (100 * found.length) / windows;
}

const nameOf = ({ name, team }: ComparedCase) => `${name}, ${team.builders} builders, ${team.rate}`;
const bounded = CASES.filter(({ most, team }) => most !== undefined && team.builders <= 30);
const [halved] = CASES.filter(
  ({ team }) => team.effect === 0.5 && team.builders === 300 && team.rate === 0.1,
);

describe("the comparison, where AI has no effect", () => {
  it.each(bounded.map((each) => [nameOf(each), each] as const))(
    "rarely finds a difference: %s",
    (_, each) => {
      expect(foundIn(each, 100)).toBeLessThanOrEqual(each.most ?? 0);
    },
  );

  it("is tried with people, sizes and kinds that differ", () => {
    expect(bounded.filter(({ team }) => team.people > 1 && team.size > 1 && team.kinds > 1)).toHaveLength(3);
  });
});

describe("the comparison, where the odds are halved", () => {
  it("finds it in most windows of a large organization", () => {
    expect(halved && foundIn(halved, 20)).toBeGreaterThanOrEqual(80);
  });
});
