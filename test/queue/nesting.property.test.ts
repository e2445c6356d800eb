import fc from "fast-check";
import { expect, it } from "vitest";
import { isNestedDeeper } from "../../src/queue/nesting.ts";
import { runs } from "../support/limits.ts";

/** How many lists and objects stand in one another. */
function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

it("the depth of JSON is told by its brackets, those in strings and keys aside", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(6), (value, most) => {
      const nested = { '[{"\\': value, "]": '}\\"[[[' };

      expect(isNestedDeeper(Buffer.from(JSON.stringify(nested)), most)).toBe(depthOf(nested) > most);
    }),
    { numRuns: runs(1_000) },
  );
});

it("a string that never ends hides what is behind it", () => {
  expect(isNestedDeeper(Buffer.from('["[[[[[['), 1)).toBe(false);
});
