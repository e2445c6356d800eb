import { describe, expect, it } from "vitest";
import { compileWildmatch } from "../../../src/domain/shipping/wildmatch.ts";

/** How many steps it takes to tell whether a pattern covers a text. */
function stepsOf(pattern: string, text: string): number {
  const budget = { steps: Number.MAX_SAFE_INTEGER };
  compileWildmatch(pattern)?.(text, budget);
  return Number.MAX_SAFE_INTEGER - budget.steps;
}

describe("a hostile pattern", () => {
  it.each<[string, (size: number) => readonly [pattern: string, text: string]]>([
    ["stars", (size) => ["*a".repeat(size), "a".repeat(4 * size)]],
    ["stars that end otherwise", (size) => [`${"*a".repeat(size)}*b`, "a".repeat(4 * size)]],
    ["folders", (size) => [`${"**/a/".repeat(size)}b*`, "a/".repeat(4 * size)]],
    ["folders and stars", (size) => [`${"**/*a*/".repeat(size)}b`, "aa/".repeat(4 * size)]],
    ["classes", (size) => [`${"[a-z]*".repeat(size)}1`, "a".repeat(4 * size)]],
    ["question marks", (size) => [`*${"?".repeat(size)}b*`, "a".repeat(4 * size)]],
  ])("of %s takes at most four times the steps when it and the text are twice as long", (_, of) => {
    const [half, whole] = [stepsOf(...of(40)), stepsOf(...of(80))];

    expect(half).toBeGreaterThan(100);
    expect(whole / half).toBeLessThanOrEqual(4.1);
  });

  it("covers nothing once no steps are left", () => {
    const covers = compileWildmatch("*a*a*a");

    expect(covers?.("aaaa", { steps: 1_000 })).toBe(true);
    expect(covers?.("aaaa", { steps: 5 })).toBe(false);
  });
});
