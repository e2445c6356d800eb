import { describe, expect, it } from "vitest";
import { type Summary, summaryOf } from "../../src/domain/metric/summary.ts";
import { summarySentence } from "../../src/render/digest/verdict/summary.ts";

type Told = Extract<Summary, { kind: "told" }>;

const PLACES = ["none", "above", "below", "unknown"] as const;
const PEOPLE = [true, false].flatMap((isEnough) => [
  { people: "none", isEnough, fewerFor: 0 } as const,
  { people: "more", isEnough, fewerFor: 0 } as const,
  { people: "fewer", isEnough, fewerFor: 0 } as const,
  { people: "fewer", isEnough, fewerFor: 4 } as const,
]);
const COMBINATIONS: readonly Told[] = PLACES.flatMap((total) =>
  PLACES.flatMap((work) =>
    PLACES.flatMap((share) =>
      PEOPLE.map((people) => ({ kind: "told", total, work, share, ...people }) as const),
    ),
  ),
);

/** The directions in which a summary's verdicts point. */
function directionsOf({ total, people, work }: Told): Set<string> {
  const all = [total, work, { none: "none", more: "above", fewer: "below" }[people]];
  return new Set(all.filter((each) => each === "above" || each === "below"));
}

describe("the sentence that sums up", () => {
  it("is exactly one, whatever the verdicts are", () => {
    const odd = COMBINATIONS.map(summarySentence).filter((text) => !/^[A-Z][^.]*[a-z]\.$/.test(text));

    expect(COMBINATIONS).toHaveLength(512);
    expect(odd).toEqual([]);
  });

  it("says why where two verdicts point in different directions", () => {
    const opposed = COMBINATIONS.filter((each) => directionsOf(each).size === 2).map(summarySentence);

    expect(opposed).toHaveLength(184);
    expect(opposed.filter((text) => !text.includes("because"))).toEqual([]);
  });

  it("names no change only where there is none", () => {
    const unchanged = COMBINATIONS.filter((each) => summarySentence(each).startsWith("No change detected"));

    const isMoved = (each: Told) => directionsOf(each).size > 0 || ["above", "below"].includes(each.share);

    expect(unchanged).toHaveLength(8);
    expect(unchanged.filter(isMoved)).toEqual([]);
  });

  it("reads as follows", () => {
    expect([...new Set(COMBINATIONS.map(summarySentence))].sort()).toMatchInlineSnapshot(`
      [
        "Each builder ships as many changes as before.",
        "Each builder ships fewer changes than before, but the total did not change, because a day counts once however little ships on it.",
        "Each builder ships fewer changes than before.",
        "Each builder ships more changes than before, but the total did not change, because a day counts once however much ships on it.",
        "Each builder ships more changes than before.",
        "Fewer people than usual shipped for 4 weeks, and each ships fewer changes than before.",
        "Fewer people than usual shipped for 4 weeks, and each ships fewer changes than before; the total is within its usual range all the same.",
        "Fewer people than usual shipped for 4 weeks, but each ships more changes than before: what that makes of the total cannot be told, because its usual range begins anew.",
        "Fewer people than usual shipped for 4 weeks, but the total did not change, because each ships more changes than before.",
        "Fewer people than usual shipped for 4 weeks.",
        "Fewer people than usual shipped for 4 weeks; each ships as many changes as before, and the total is within its usual range.",
        "Fewer people than usual shipped for 4 weeks; each ships as many changes as before.",
        "Fewer people than usual shipped for 4 weeks; the total is within its usual range.",
        "Fewer people than usual shipped, and each ships fewer changes than before.",
        "Fewer people than usual shipped, and each ships fewer changes than before; the total is within its usual range all the same.",
        "Fewer people than usual shipped, but each ships more changes than before: what that makes of the total cannot be told, because its usual range begins anew.",
        "Fewer people than usual shipped, but the total did not change, because each ships more changes than before.",
        "Fewer people than usual shipped.",
        "Fewer people than usual shipped; each ships as many changes as before, and the total is within its usual range.",
        "Fewer people than usual shipped; each ships as many changes as before.",
        "Fewer people than usual shipped; the total is within its usual range.",
        "More people than usual shipped, and each ships more changes than before.",
        "More people than usual shipped, and each ships more changes than before; the total is within its usual range all the same.",
        "More people than usual shipped, but each ships fewer changes than before: what that makes of the total cannot be told, because its usual range begins anew.",
        "More people than usual shipped, but the total did not change, because each ships fewer changes than before.",
        "More people than usual shipped.",
        "More people than usual shipped; each ships as many changes as before, and the total is within its usual range.",
        "More people than usual shipped; each ships as many changes as before.",
        "More people than usual shipped; the total is within its usual range.",
        "No change detected, neither in the total nor in the AI-assisted share.",
        "No change detected.",
        "Only the AI-assisted share changed: it fell.",
        "Only the AI-assisted share changed: it rose.",
        "The total is above its usual range in this week alone: over more weeks, neither the number of people nor the number of changes of each has changed.",
        "The total is above its usual range, because each ships more changes than before.",
        "The total is above its usual range, because more people shipped and each ships more changes than before.",
        "The total is above its usual range, because more people shipped, and each on more days in this week.",
        "The total is above its usual range, because more people shipped, though each ships fewer changes than before.",
        "The total is above its usual range, because more people shipped.",
        "The total is above its usual range, because more people shipped: each ships as many changes as before.",
        "The total is above its usual range, though as many people as usual shipped.",
        "The total is above its usual range, though each ships fewer changes than before, because this week alone was high.",
        "The total is above its usual range, though fewer people have shipped for 4 weeks and each ships fewer changes than before, because they shipped on more days in this week.",
        "The total is above its usual range, though fewer people have shipped for 4 weeks, because each ships more changes than before.",
        "The total is above its usual range, though fewer people have shipped for 4 weeks, because they shipped on more days in this week.",
        "The total is above its usual range, though fewer people shipped and each ships fewer changes than before, because they shipped on more days in this week.",
        "The total is above its usual range, though fewer people shipped, because each ships more changes than before.",
        "The total is above its usual range, though fewer people shipped, because they shipped on more days in this week.",
        "The total is below its usual range in this week alone: over more weeks, neither the number of people nor the number of changes of each has changed.",
        "The total is below its usual range, because each ships fewer changes than before.",
        "The total is below its usual range, because fewer people have shipped for 4 weeks and each ships fewer changes than before.",
        "The total is below its usual range, because fewer people have shipped for 4 weeks, and each on fewer days in this week.",
        "The total is below its usual range, because fewer people have shipped for 4 weeks, though each ships more changes than before.",
        "The total is below its usual range, because fewer people have shipped for 4 weeks.",
        "The total is below its usual range, because fewer people have shipped for 4 weeks: each ships as many changes as before.",
        "The total is below its usual range, because fewer people shipped and each ships fewer changes than before.",
        "The total is below its usual range, because fewer people shipped, and each on fewer days in this week.",
        "The total is below its usual range, because fewer people shipped, though each ships more changes than before.",
        "The total is below its usual range, because fewer people shipped.",
        "The total is below its usual range, because fewer people shipped: each ships as many changes as before.",
        "The total is below its usual range, though as many people as usual shipped.",
        "The total is below its usual range, though each ships more changes than before, because this week alone was low.",
        "The total is below its usual range, though more people shipped and each ships more changes than before, because they shipped on fewer days in this week.",
        "The total is below its usual range, though more people shipped, because each ships fewer changes than before.",
        "The total is below its usual range, though more people shipped, because they shipped on fewer days in this week.",
      ]
    `);
  });
});

describe("a summary", () => {
  const signals = (total: string, trend: string, rest = {}) =>
    summaryOf({
      total: { signal: total },
      trend: { signal: trend },
      ...{ people: "none", share: null, isEnough: true, quietWeeks: 0, ...rest },
    } as Parameters<typeof summaryOf>[0]);

  it.each(["waiting", "quiet"])("of a week that is %s tells nothing else", (signal) => {
    expect(signals(signal, "above", { people: "more" })).toEqual({ kind: signal });
  });

  it("is learning while nothing can be told", () => {
    expect(signals("learning", "learning")).toEqual({ kind: "learning" });
    expect(signals("learning", "none")).toEqual({ kind: "learning" });
  });

  it("tells of people for as long as they are few", () => {
    expect(signals("learning", "none", { people: "fewer", quietWeeks: 4 })).toEqual({
      ...{
        kind: "told",
        total: "unknown",
        people: "fewer",
        isEnough: true,
        work: "none",
        share: "unknown",
        fewerFor: 4,
      },
    });
  });
});
