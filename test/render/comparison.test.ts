import { describe, expect, it } from "vitest";
import {
  digestOf,
  on,
  repository,
  reverted,
  shippedBy,
  WEEK,
} from "../../dev/simulation/examples/records.ts";
import type { Compared, Comparison, WhyNot } from "../../src/domain/metric/comparison.ts";
import { shiftWeek } from "../../src/domain/metric/week.ts";
import { comparisonSentence } from "../../src/render/digest/guardrails/comparison.ts";

/** Of a team of which some changes were reverted. */
const { beside } = digestOf(
  repository([
    ...shippedBy(shiftWeek(WEEK, -2), 3),
    reverted(on(shiftWeek(WEEK, -2), 0), 1, { builder: "builder-0", attribution: "declared" }),
  ]),
);

function compared(rest: Partial<Compared>): Comparison {
  return {
    ...{ weeks: ["2026-W40", "2026-W45"], changes: 234, builders: 9 },
    ...{ oddsRatio: 1, interval: [0.61, 1.68], finding: "none" },
    ...rest,
  };
}

const sentence = (comparison: Comparison | undefined) => comparisonSentence({ comparison, beside });

describe("the sentence of a comparison", () => {
  it("says how far the odds may lie apart where no difference is found", () => {
    expect(sentence(compared({}))).toMatchInlineSnapshot(
      `"No difference found: among changes of the same people and sizes, the odds that a declared one is reverted are 0.61 to 1.7 times those of an undeclared one. Compared: 234 changes of 9 builders with both kinds in one size, 2026-W40 to 2026-W45."`,
    );
  });

  it("says where kinds of work could make the difference by themselves", () => {
    expect(sentence(compared({ interval: [1.02, 2.44] }))).toMatchInlineSnapshot(
      `"No difference found that kinds of work could not make by themselves: among changes of the same people and sizes, the odds that a declared one is reverted are 1 to 2.4 times those of an undeclared one. Compared: 234 changes of 9 builders with both kinds in one size, 2026-W40 to 2026-W45."`,
    );
  });

  it("says that kinds of work are not held alike where a difference is found", () => {
    expect(sentence(compared({ interval: [0.124, 0.63], finding: "less" }))).toMatchInlineSnapshot(
      `"Declared changes were reverted less often: among changes of the same people and sizes, the odds that a declared one is reverted are 0.12 to 0.63 times those of an undeclared one. Kinds of work may differ, so this does not show an effect of AI. Compared: 234 changes of 9 builders with both kinds in one size, 2026-W40 to 2026-W45."`,
    );
  });

  it("knows no upper end where none was undone in one group", () => {
    expect(
      sentence(compared({ interval: [2.06, null], finding: "more", weeks: ["2026-W45", "2026-W45"] })),
    ).toMatchInlineSnapshot(
      `"Declared changes were reverted more often: among changes of the same people and sizes, the odds that a declared one is reverted are at least 2.1 times those of an undeclared one. Kinds of work may differ, so this does not show an effect of AI. Compared: 234 changes of 9 builders with both kinds in one size, 2026-W45."`,
    );
  });

  it.each(["weeks", "coverage", "privacy", "builders", "concentrated", "undone"] satisfies WhyNot[])(
    "says that it cannot tell because of %s",
    (cannotTell) => {
      expect(sentence({ cannotTell })).toMatch(
        /^Cannot tell whether declared changes are reverted more or less often: .+\.$/,
      );
    },
  );

  it("is not there where it cannot tell and nothing was reverted", () => {
    const { beside: none } = digestOf(repository(shippedBy(shiftWeek(WEEK, -2), 3)));

    expect(comparisonSentence({ comparison: { cannotTell: "undone" }, beside: none })).toBe("");
  });

  it("is not there in a digest that was kept before it was computed, nor where groups are withheld", () => {
    expect(sentence(undefined)).toBe("");
    expect(comparisonSentence({ comparison: compared({}), beside: { ...beside, isWithheld: true } })).toBe(
      "",
    );
  });
});
