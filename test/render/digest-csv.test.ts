import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { DIGESTS } from "../../dev/gallery/digests.ts";
import { eachDay, knownOf, sourceOf, steadyWork } from "../../dev/simulation/examples/spend.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { type Digest, digestWeek } from "../../src/domain/metric/digest.ts";
import { digestSpend } from "../../src/domain/spend/digest-spend.ts";
import { renderDigestCsv, renderDigestsCsv } from "../../src/render/digest/csv.ts";

function digestOf(scope: string) {
  return digestWeek([], { scope, week: "2026-W45", zone: "UTC", now: at(16) });
}

describe("the CSV of a digest", () => {
  it("has a head, ends each line as RFC 4180 does, and has as many cells in each", () => {
    const lines = renderDigestCsv(digestOf("acme/shop")).split("\r\n");

    expect(lines[0]).toBe("scope,week,metric,value,low,high,state");
    expect(lines.at(-1)).toBe("");
    expect(lines.slice(1, -1).filter((line) => line.split(",").length !== 7)).toEqual([]);
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])("does not begin a cell with %j", (scope) => {
    const rows: string[][] = parse(renderDigestsCsv([digestOf(scope)]));

    expect(rows.length).toBeGreaterThan(5);
    expect(new Set(rows.slice(1).map(([first]) => first))).toEqual(new Set([`'${scope}`]));
  });

  it("quotes commas, quotes and line ends", () => {
    const scope = 'a,"b"\nc';
    const [, ...rows]: string[][] = parse(renderDigestsCsv([digestOf(scope)]));

    expect(rows.every(([first]) => first === scope)).toBe(true);
  });

  it("has the spend of an organization in rows of its own, which name the currency", () => {
    const known = knownOf({ sources: [sourceOf(1)], facts: eachDay(400, "12.50") });
    const spend = digestSpend(known, { work: steadyWork(10), declared: [], now: at(24) });
    const lines = renderDigestCsv({ ...digestOf("acme"), spend }).split("\r\n");

    expect(lines.filter((line) => line.includes("spend")).slice(-5)).toMatchInlineSnapshot(`
      [
        "acme,2026-W45,spend_usd_4_weeks,350.00,,,settled",
        "acme,2026-W45,spend_per_normalized_deployment_usd_4_weeks,8.75,8.75,8.75,settled",
        "acme,2026-W45,spend_usd_12_weeks,1050.00,,,settled",
        "acme,2026-W45,spend_per_normalized_deployment_usd_12_weeks,8.75,,,settled",
        "acme,2026-W45,spend_usd_4_weeks_of_claude-code,350.00,,,settled",
      ]
    `);
  });

  it("says that the spend is withheld", () => {
    const spend = { withheld: "public" } as const;

    expect(renderDigestCsv({ ...digestOf("acme"), spend })).toContain("acme,2026-W45,spend,,,,withheld\r\n");
  });

  it("has the closed pull requests and their parts, and none where they are not known", () => {
    const counts = { closed: 3, merged: 2, arrived: 2, effective: 2, net: 1 };
    const pulls = { ...counts, declared: counts, undeclared: null, unknown: null };
    const rows = (digest: Digest) =>
      renderDigestCsv(digest)
        .split("\r\n")
        .filter((line) => line.includes(",pulls_"));

    expect(rows({ ...digestOf("acme/shop"), pulls })).toHaveLength(20);
    expect(rows({ ...digestOf("acme/shop"), pulls })).toEqual(
      expect.arrayContaining([
        "acme/shop,2026-W45,pulls_closed,3,,,settled",
        "acme/shop,2026-W45,pulls_declared_merged,2,,,settled",
        "acme/shop,2026-W45,pulls_undeclared_net,,,,withheld",
      ]),
    );
    expect(rows(digestOf("acme/shop"))).toEqual([]);
  });

  it("withholds the AI-assisted part together with its share", () => {
    const digest = DIGESTS["attribution unknown"]?.digest;
    const lines = renderDigestsCsv(digest === undefined ? [] : [digest]).split("\r\n");

    expect(lines.filter((line) => line.includes("ai_assisted"))).toEqual([
      "acme/shop,2026-W47,ai_assisted_normalized_deployments,,,,withheld",
      "acme/shop,2026-W47,ai_assisted_share_percent,,,,withheld",
    ]);
  });
});
