import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/config.ts";
import { likeliestProduction, productionPattern } from "../../src/domain/shipping/production-example.ts";
import { DEFAULT_RULES, isProductionName } from "../../src/domain/shipping/rules.ts";
import { code } from "../../src/render/text.ts";
import { anyText } from "../support/hostile-text.ts";
import { runs } from "../support/limits.ts";

/** The config that a reader copies from where the example is shown. */
function copied(environment: string): readonly string[] | undefined {
  const shown = code(`production: ["${productionPattern(environment)}"]`);
  return parseConfig(shown.slice(1, -1)).production;
}

describe("R18: the example of what to set", () => {
  it.each([
    ["stage-eu", '["stage-eu"]'],
    ["shop / live (EU)", '["shop / live (EU)"]'],
    ["a*[b]", '["a??b?"]'],
    ["!x{1}", '["?x?1?"]'],
    ["two  spaces ", '["two ?spaces?"]'],
  ])("for %j is %s", (environment, pattern) => {
    expect(JSON.stringify([productionPattern(environment)])).toBe(pattern);
  });

  it("R18: works for any name, copied from where it is shown", () => {
    const name = fc
      .oneof(
        fc.string({ unit: "binary", minLength: 1, maxLength: 255 }),
        anyText.map((text) => text.slice(0, 255)),
      )
      .filter((text) => text !== "");
    fc.assert(
      fc.property(name, (environment) => {
        const production = copied(environment);
        expect(isProductionName(environment, { ...DEFAULT_RULES, production })).toBe(true);
      }),
      { numRuns: runs(300) },
    );
  });

  it("names the most used environment whose name does not deny it, and else the most used", () => {
    const of = (...names: readonly string[]) => names.map((environment) => ({ environment, number: 1 }));

    expect(likeliestProduction(of("staging", "eu-1", "us-1"))).toBe("eu-1");
    expect(likeliestProduction(of("staging", "qa"))).toBe("staging");
    expect(likeliestProduction([])).toBe(undefined);
  });
});
