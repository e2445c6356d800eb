import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namesProduction } from "../../../src/domain/shipping/production-names.ts";
import { runs } from "../../support/limits.ts";

/**
 * Names of environments by where they were seen: in `environment:` of public workflows, in deployments that a host makes
 * for each of its projects, in the names that tools of release use, and in reports about this program.
 */
const PRODUCTION = {
  workflow: [
    ...["production", "Production", "PRODUCTION", "prod", "PROD", "prd", "PRD", "live", "Live"],
    ...["worker-production", "v3-production", "production-r2", "production-canary", "production-release"],
    ...["production-calendar", "prod-cluster", "prod-gcp", "prod-net", "prod-brandon", "prod-terraform"],
    ...["prod-mgw", "prod-web-001", "PROD_ENV", "prod_mainnet", "prod/ca-central-1", "prod1", "live-runtime"],
    ...["producao", "Produccion", "produccion.web", "produktion", "produção", "Producción"],
    ...["prod-us-central1-ocp-01", "PRODUCTION_EU", "aws:prod", "prod (eu-west-1)", "prod@eu"],
  ],
  host: [
    ...["Production – excalidraw", "Production – fun-house-lms", "Production – ui", "Production – example"],
    ...["storefront (Production)", "shop / production", "my-app - Production", "Production: api"],
  ],
  tool: [
    ...["production-eu", "production-us-east-1", "eu-production", "live-eu", "eu-live", "shop-prod"],
    ...[
      "shop-production",
      "prod-2",
      "prod02",
      "production3",
      "prod-dr",
      "prod.blue",
      "prod-green",
      "reviews-prod",
      "prod-no",
    ],
  ],
  camel: ["ShopProd", "productionEU", "ProdEU", "EUProd", "prod1EU", "webLive", "iOSProd", "shopPRD"],
  unicode: [
    "Ｐｒｏｄ",
    "🚀 production",
    "production 🇪🇺",
    "本番 (production)",
    "prod·eu",
    "𝐩𝐫𝐨𝐝",
    "prod\u200b",
  ],
};

const OTHER = {
  workflow: [
    ...["staging", "Staging", "stg", "stage", "preview", "Preview – ui", "development", "dev", "test"],
    ...["production-test", "production-like", "production-acceptance", "production-plan", "prod-plan"],
    ...["prod-approval", "production-approval", "PRODUCTION_STAGED", "PRODUCTION_SHADOW", "pre-prod"],
    ...["Pre-PROD", "pre-production", "preprod", "non-prod", "NON-PRODUCTION", "nonprod", "homologacao"],
    ...["canary", "release", "Release", "pypi", "npm", "github-pages", "copilot", "crates.io", "sandbox"],
  ],
  denied: [
    ...["production-preview", "live-preview", "production-checks", "prod-qa", "prod-uat", "prod-sandbox"],
    ...["review/prod-fix", "demo-production", "prod-demo", "production-pr-12", "prod-e2e", "ProdE2E"],
    ...["prod-test1", "staging2-prod", "PreProd", "NonProd", "preProduction", "LivePreview", "production-ci"],
    ...["storefront (Production preview)", "not-production", "prod-dry-run", "prod-gate-2"],
  ],
  contained: [
    ...[
      "product",
      "products",
      "produce",
      "producer",
      "productive",
      "productivity",
      "prodigy",
      "reproduction",
    ],
    ...["olive", "alive", "delivery", "deliver", "liverpool", "lives", "livestream", "coproduction"],
    ...[
      "byproduct",
      "unprod",
      "prdx",
      "produit",
      "Product Docs",
      "co-producer",
      "oliveProject",
      "app-product",
    ],
  ],
  odd: ["", " ", "–", "🚀", "1", "pro-duction", "pro\u200bduction", "\ud800", "p r o d"],
};

const rows = (names: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(names).flatMap(([source, each]) => each.map((name) => [source, name] as const));

describe("R17: which names say production", () => {
  it.each(rows(PRODUCTION))("%s: %j does", (_, name) => expect(namesProduction(name)).toBe(true));

  it.each(rows(OTHER))("%s: %j does not", (_, name) => expect(namesProduction(name)).toBe(false));

  it("R17: it does not matter what else is said, how it is written, or which number it has", () => {
    const word = fc.constantFrom("production", "prod", "prd", "live");
    const other = fc.constantFrom(
      "shop",
      "eu",
      "eu-west-1",
      "api",
      "v3",
      "blue",
      "canary",
      "example",
      "west",
    );
    const sign = fc.constantFrom("-", "_", " ", "/", ".", ":", " – ", " (");
    const parts = fc.tuple(
      fc.array(other, { maxLength: 3 }),
      word,
      fc.nat(99),
      fc.array(other, { maxLength: 3 }),
    );
    const written = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toUpperCase(),
      (text: string) => text.replace(/^./, (letter) => letter.toUpperCase()),
    );
    fc.assert(
      fc.property(parts, sign, written, ([before, name, number, after], between, write) => {
        const numbered = `${name}${number === 0 ? "" : number}`;
        const text = [...before, numbered, ...after].map(write).join(between);

        expect(namesProduction(text)).toBe(true);
        expect(namesProduction(`${text}${between}staging`)).toBe(false);
        expect(namesProduction(`Preview${between}${text}`)).toBe(false);
      }),
      { numRuns: runs(200) },
    );
  });

  it("R17: reads any text, and no more than GitHub's longest name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(typeof namesProduction(text)).toBe("boolean");
      }),
      { numRuns: runs(200) },
    );
    for (const part of ["aA", "A", "1", "a1", "\u0301", "\ufdfa", "Aa1"]) {
      expect(namesProduction(part.repeat(1_000_000))).toBe(false);
    }
  });
});
