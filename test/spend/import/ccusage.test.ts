import { describe, expect, it } from "vitest";
import { factsOf, read as readAny } from "./read.ts";

const read = (value: unknown, tool?: string) =>
  readAny(typeof value === "string" ? value : JSON.stringify(value, undefined, 2), {
    format: "ccusage",
    tool,
  });

const day = (date: string, totalCost: number) => ({ date, totalCost, totalTokens: 5, modelsUsed: ["opus"] });

describe("the JSON of ccusage", () => {
  it("is imported by day, as Claude Code where the command names no tool", async () => {
    const daily = {
      daily: [day("2026-11-19", 17.58), day("2026-11-20", 1e-7)],
      totals: { totalCost: 17.58 },
    };

    expect(factsOf(await read(daily))).toEqual([
      "2026-11-19 claude-code usage USD 17.58",
      "2026-11-20 claude-code usage USD 0",
    ]);
    expect(factsOf(await read(daily, "codex"))).toContain("2026-11-19 codex usage USD 17.58");
  });

  it("with --instances is added up over all projects, whose names are not read", async () => {
    const projects = {
      "-home-ann-secret": [day("2026-11-19", 0.1)],
      other: [day("2026-11-19", 0.2), day("2026-11-20", 1)],
    };
    const found = await read({ projects });

    expect(factsOf(found)).toEqual([
      "2026-11-19 claude-code usage USD 0.30",
      "2026-11-20 claude-code usage USD 1.00",
    ]);
    expect(
      JSON.stringify(found, (_, value) => (typeof value === "bigint" ? `${value}` : value)),
    ).not.toContain("ann");
  });

  it.each([
    ["", "it is empty"],
    [
      '{"daily":[\n{"date":"2026-11-19"',
      "line 2: it is not JSON: is it cut off? write it with ccusage daily --json",
    ],
    [[], 'it has no list "daily": write it with ccusage daily --json'],
    [{ monthly: [] }, 'it has no list "daily"'],
    [{ projects: { ann: {} } }, 'it has no list "daily"'],
    [{ daily: [] }, "it has no days: there is nothing to import"],
    [{ daily: [day("2026-11-19", 1), { date: "Nov 20" }] }, 'column date of day 2: "Nov 20" is not a day'],
    [{ daily: [{ date: "2026-11-19" }] }, "column totalCost of day 1: there is no number"],
    [{ daily: [day("2026-11-19", 1e300)] }, "column totalCost of day 1"],
    [{ daily: [day("2027-11-19", 1)] }, "column date of day 1: 2027-11-19 is in the future"],
    [{ daily: [null] }, 'column date of day 1: "undefined" is not a day'],
  ])("is refused with the place, the problem and the remedy: %j", async (file, message) => {
    await expect(read(file)).rejects.toThrow(message);
  });
});
