import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { githubHtml } from "../../dev/gallery/github-markdown.ts";
import { digestOf, WEEK } from "../../dev/simulation/examples/records.ts";
import type { ScopeTotal } from "../../src/domain/metric/scope-totals.ts";
import { renderDigestCsv } from "../../src/render/digest/csv.ts";
import { renderDigest } from "../../src/render/digest/issue.ts";
import { scopes as section } from "../../src/render/digest/scopes/section.ts";
import { toolNames } from "../../src/render/tool-names.ts";
import { escapesOf, unevenRows } from "../support/escapes.ts";
import { anyText } from "../support/hostile-text.ts";
import { runs } from "../support/limits.ts";

const SHOWN: ScopeTotal = {
  ...{ scope: "pay", repositories: 2, leftOut: 0, pending: 0, state: "complete" },
  ...{ total: 12, aiAssisted: 4.5 },
};
const WITHHELD = { ...SHOWN, scope: "web", leftOut: 1, total: null, aiAssisted: null, pending: 2 };

function digestWith(scopes: readonly ScopeTotal[]) {
  return { ...digestOf([], { scope: "acme" }), scopes };
}

function markdownOf(scopes: readonly ScopeTotal[]): string {
  return section.markdown?.(digestWith(scopes), { visible: new Set(), names: toolNames() }) ?? "";
}

function scopesNamed(names: readonly string[]): ScopeTotal[] {
  return names.map((scope) => ({ ...SHOWN, scope }));
}

describe("the scopes of a digest", () => {
  it("stand in a row each, with the reason where figures are withheld", () => {
    expect(markdownOf([SHOWN, WITHHELD])).toMatchInlineSnapshot(`
      "<details><summary>2 scopes</summary>

      | scope | repositories | total | AI-assisted | state |
      | --- | --: | --: | --: | --- |
      | \`pay\` | 2 | 12 | 4.5 | complete |
      | \`web\` | 2 of 3 | withheld | withheld | complete, 2 changes waiting for a deployment |

      In alphabetical order. A builder who shipped in two scopes on one day counts in both, and once above. Withheld: too few builders shipped in the scope, or in what it leaves of the organization or of another scope; or not every reader may see its repositories.

      </details>"
    `);
    expect(markdownOf([{ ...SHOWN, aiAssisted: null }])).toContain("| 12 | cannot tell | complete |");
    expect(markdownOf([])).toBe("");
  });

  it("are cut after fifty, by name and not by size, and the issue stays small enough", () => {
    const names = Array.from({ length: 84 }, (_, index) => `${index + 10}`.padEnd(60, "|"));
    const text = markdownOf(scopesNamed(names).map((each, index) => ({ ...each, total: 10 * index })));
    const rows = text.match(/^\| `.*/gm) ?? [];

    expect([rows.length, rows.at(-1)?.slice(0, 5)]).toEqual([50, "| `59"]);
    expect(text).toContain("And 34 more, which come later in the alphabet.");
    expect(text.length).toBeLessThan(8_000);
  });

  it("are shown as text, whatever anybody calls them", () => {
    const property = fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (names) => {
      const { body } = renderDigest(digestWith(scopesNamed(names)), { installationId: 1, week: WEEK });
      expect(escapesOf(githubHtml(body))).toEqual([]);
      expect(unevenRows(body)).toEqual([]);
      expect(body.match(/<!--.*?-->/gs)).toEqual([`<!-- plimsoll:digest installation=1 week=${WEEK} -->`]);
    });

    fc.assert(property, { numRuns: runs(60) });
  });

  it("have rows in CSV, behind the name of the organization", () => {
    const rows: string[][] = parse(renderDigestCsv(digestWith([SHOWN, { ...WITHHELD, scope: '=a,"b"' }])));

    expect(rows.filter(([scope]) => scope?.startsWith("acme: "))).toEqual([
      ["acme: pay", WEEK, "normalized_deployments", "12", "", "", "complete"],
      ["acme: pay", WEEK, "ai_assisted_normalized_deployments", "4.5", "", "", "complete"],
      ['acme: =a,"b"', WEEK, "normalized_deployments", "", "", "", "withheld"],
      ['acme: =a,"b"', WEEK, "ai_assisted_normalized_deployments", "", "", "", "withheld"],
    ]);
  });
});
