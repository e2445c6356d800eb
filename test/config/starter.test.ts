import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/config.ts";
import { type SeenInRepository, starterConfig } from "../../src/config/starter.ts";
import type { EnvironmentCount } from "../../src/domain/shipping/environment-counts.ts";
import { anyText } from "../support/hostile-text.ts";
import { runs } from "../support/limits.ts";

const NOTHING: SeenInRepository = { releases: { number: 0, newest: undefined }, environments: undefined };

/** The config once its owner has removed the sign before every key. */
function switchedOn(text: string): string {
  return text.replaceAll(/^#(?!#)/gm, "");
}

function to(environment: string, number: number, reason?: EnvironmentCount["reason"]): EnvironmentCount {
  return { kind: "deployment", environment, number, reason };
}

describe("the config to begin with", () => {
  it("changes nothing, and is valid with every key switched on", () => {
    const text = starterConfig(NOTHING);

    expect(parseConfig(text)).toEqual(parseConfig(""));
    expect(parseConfig(switchedOn(text))).toMatchObject({
      production: ["prod-*"],
      exclude: ["legacy/**"],
      check: { show: "all" },
    });
  });

  it("names the environments and release tags that were seen, and the likely production", () => {
    const environments = [
      to("staging", 40, "not-production"),
      to("shop-eu", 12, "not-production"),
      to("pr-7", 3, "preview"),
      { kind: "release", environment: "", number: 5, reason: undefined } as const,
    ];
    const text = starterConfig({ releases: { number: 4, newest: "v1.2.0" }, environments });

    expect(text).toContain("## Release tags in this clone: 4, the newest v1.2.0.\n#ship: auto\n");
    expect(text).toContain(
      [
        "## Deployments of the last 13 weeks:",
        "##   staging: 40, not production",
        "##   shop-eu: 12, not production",
        "##   pr-7: 3, a preview",
        '#production: ["shop-eu"]',
      ].join("\n"),
    );
  });

  it("prefers an environment that reached production, and counts those that it does not list", () => {
    const many = Array.from({ length: 25 }, (_, index) => to(`pr-${index}`, 1, "preview"));
    const text = starterConfig({ ...NOTHING, environments: [to("live", 2), ...many] });

    expect(text).toContain("##   live: 2, production\n");
    expect(text).toContain('##   and 6 more\n#production: ["live"]');
  });

  it("stays valid whatever an environment or a tag is called", () => {
    const names = fc.array(anyText, { minLength: 1, maxLength: 4 });
    const property = fc.property(names, anyText, (all, newest) => {
      const environments = all.map((name, index) =>
        to(name, index + 1, index > 0 ? "not-production" : undefined),
      );
      const text = starterConfig({ releases: { number: 1, newest }, environments });

      expect(parseConfig(text)).toEqual(parseConfig(""));
      expect(() => parseConfig(switchedOn(text))).not.toThrow();
    });

    fc.assert(property, { numRuns: runs(300) });
  });
});
