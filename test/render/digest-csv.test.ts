import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { digestWeek } from "../../src/domain/metric/digest.ts";
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
});
