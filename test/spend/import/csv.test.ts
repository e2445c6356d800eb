import { describe, expect, it } from "vitest";
import { factsOf, read } from "./read.ts";

const HEADER = "day,tool,charge,currency,amount";
const of = (...rows: readonly string[]) => `${[HEADER, ...rows].join("\n")}\n`;

describe("a file in the minimal format", () => {
  it("is added up by day, tool, charge, scope and currency", async () => {
    const file = of(
      "2026-11-20,cursor,usage,USD,0.1",
      "2026-11-20,cursor,usage,USD,0.2",
      "2026-11-20,cursor,seat,EUR,3",
      "2026-11-19,claude-code,,usd,1e-6",
    );

    expect(factsOf(await read(file, {}))).toEqual([
      "2026-11-19 claude-code usage USD 0.000001",
      "2026-11-20 cursor seat EUR 3.00",
      "2026-11-20 cursor usage USD 0.30",
    ]);
  });

  it("is rounded once, half to even, after it was added up", async () => {
    const half = "2026-11-20,cursor,usage,USD,0.0000005";

    expect(factsOf(await read(of(half), {}))).toEqual(["2026-11-20 cursor usage USD 0"]);
    expect(factsOf(await read(of(half, half, half), {}))).toEqual(["2026-11-20 cursor usage USD 0.000002"]);
  });

  it("may have its columns in any order, a byte order mark, CRLF, quotes, blanks and no last line end", async () => {
    const file =
      '\uFEFFAmount, Currency ,"Day",scope,TOOL,charge\r\n"12.50",USD,2026-11-20,payments,"Claude Code",Usage\r\n\r\n+1,USD,2026-11-20,,,\n2,USD,2026-11-20,,,';
    const scopes = [{ name: "payments", repositories: [], native: {} }];

    expect(factsOf(await read(file, { scopes, tool: "cursor" }))).toEqual([
      "2026-11-20 claude-code usage payments USD 12.50",
      "2026-11-20 cursor usage USD 3.00",
    ]);
  });

  it("needs no column of the tool when the command names one", async () => {
    const file = "day,currency,amount\n2026-11-20,USD,5\n";

    expect(factsOf(await read(file, { tool: "cursor" }))).toEqual(["2026-11-20 cursor usage USD 5.00"]);
    await expect(read(file, {})).rejects.toThrow(
      "line 1: the column tool is missing: add it, or give --tool",
    );
  });

  it("S8: has negative money apart as adjustments, but for credits", async () => {
    const file = of(
      "2026-11-20,cursor,usage,USD,10",
      "2026-11-20,cursor,usage,USD,-4",
      "2026-11-20,cursor,seat,USD,-1",
      "2026-11-20,cursor,credit,USD,-2",
    );

    expect(factsOf(await read(file, {}))).toEqual([
      "2026-11-20 cursor adjustment USD -5.00",
      "2026-11-20 cursor credit USD -2.00",
      "2026-11-20 cursor usage USD 10.00",
    ]);
  });

  it("goes to the tool for others where it names no known one, and says so", async () => {
    const found = await read(of("2026-11-20,acme-bot,,USD,1", "2026-11-20,claude-coed,,USD,2"), {
      ownTools: ["acme-bot"],
    });

    expect(factsOf(found)).toEqual(["2026-11-20 acme-bot usage USD 1.00", "2026-11-20 other usage USD 2.00"]);
    expect(found.unknown.map(({ name, rows }) => [name, rows])).toEqual([["claude-coed", 1]]);
  });

  it("names an unknown tool by its first sixty characters", async () => {
    const { unknown } = await read(
      of(`2026-11-20,${"x".repeat(100)},,USD,1`, "2026-11-20,a\u0007b,,USD,1"),
      {},
    );

    expect(unknown.map(({ name }) => name)).toEqual(["a b", "x".repeat(60)]);
  });

  it("S6: goes to the whole organization where no config declares its scope, and says so", async () => {
    const found = await read("day,tool,currency,amount,scope\n2026-11-20,cursor,USD,1,nobody\n", {});

    expect(factsOf(found)).toEqual(["2026-11-20 cursor usage USD 1.00"]);
    expect(found.unscoped).toMatchObject([{ rows: 1, sums: new Map([["USD", 1_000_000n]]) }]);
  });

  it("is complete through its last day, or the day before it was exported", async () => {
    const through = async (day: string) => (await read(of(`${day},cursor,,USD,1`), {})).reading.readThrough;

    expect(await through("2026-11-20")).toBe("2026-11-20");
    expect(await through("2026-11-30")).toBe("2026-11-29");
    expect(await through("2026-12-01")).toBe("2026-11-29");
  });

  it.each([
    ["", "it is empty"],
    [`${HEADER}\n`, "it has a header and no rows: there is nothing to import"],
    ["2026-11-20,cursor,usage,USD,1\n", 'line 1: "2026-11-20" is no column: the first line is day,'],
    ["day;tool;charge;currency;amount\n", "and, if you like, scope, with commas between them"],
    ["day,tool,currency,amount,amount\n", 'line 1: the column "amount" occurs twice: remove one'],
    ["day,tool,currency,amount,region\n", 'line 1: the column "region" is unknown: remove it'],
    ["day,tool,currency,amount,a@b.example\n", "line 1: the column a value with an @ is unknown"],
    ["day,tool,amount\n", "line 1: the column currency is missing: add it"],
    [of("2026-11-20,cursor,usage,USD,1", "2026-11-20,cur"), "line 3: this row has more or fewer cells"],
    [of('2026-11-20,"cursor,usage,USD,1'), "line 2: a quote is not closed: is the file cut off?"],
    [of('2026-11-20,cur"sor,usage,USD,1'), 'line 2: a quote is misplaced: write ""'],
    [of("20.11.2026,cursor,,USD,1"), 'line 2, column day: "20.11.2026" is not a day: write it as 2026-11-20'],
    [of("2026-02-30,cursor,,USD,1"), "is not a day"],
    [of("2026-12-02,cursor,,USD,1"), "line 2, column day: 2026-12-02 is in the future: correct it"],
    [of("2019-12-31,cursor,,USD,1"), "line 2, column day: 2019-12-31 is before 2020-01-01: correct it"],
    [of("2026-11-20,,,USD,1"), "line 2, column tool: it is empty: name the tool here, or give --tool"],
    [of("2026-11-20,ann@acme.example,,USD,1"), "line 2, column tool: it has an @: an address of a person"],
    [of("2026-11-20,cursor,fee,USD,1"), 'column charge: "fee" is not a charge: write usage, included, seat'],
    [of("2026-11-20,cursor,,DOLLAR,1"), 'line 2, column currency: "DOLLAR" is not a currency'],
    [of("2026-11-20,cursor,,USD,"), 'line 2, column amount: "" is not an amount: write it as 1234.56'],
    [of('2026-11-20,cursor,,USD,"1,50"'), '"1,50" is not an amount'],
    [of("2026-11-20,cursor,,USD,$1"), '"$1" is not an amount'],
    [of("2026-11-20,cursor,,USD,NaN"), '"NaN" is not an amount'],
    [of("2026-11-20,cursor,,USD,1e999999999"), "is not an amount"],
    [of("2026-11-20,cursor,,USD,1000000000000"), "is not an amount"],
    [of("2026-11-20,cursor,,USD,ann@acme.example"), "column amount: a value with an @ is not an amount"],
    [of(`2026-11-20,cursor,,USD,\u001b[31m${"9".repeat(50)}`), `"[31m${"9".repeat(36)}…" is not an amount`],
    [
      of(...Array<string>(10).fill("2026-11-20,cursor,,USD,999999999999")),
      "the sum of cursor on 2026-11-20 is too large",
    ],
  ])("is refused with the place, the problem and the remedy: %j", async (file, message) => {
    await expect(read(file, {})).rejects.toThrow(message);
    await expect(read(file, {})).rejects.not.toThrow(/\n/);
  });

  it.each(["user", "User Email", "login", "author_name", "member", "session_id", "api_key", "name"])(
    "is refused with a column %s, since that is about people",
    async (column) => {
      const file = `day,tool,currency,amount,${column}\n2026-11-20,cursor,USD,1,ann\n`;

      await expect(read(file, {})).rejects.toThrow(
        `line 1: the column "${column}" seems to be about people, and Plimsoll keeps none: remove it`,
      );
    },
  );

  it("is refused when a row has more than a million characters, and is not kept in memory", async () => {
    const endless = `${HEADER}\n2026-11-20,"${"x".repeat(10_000_000)}`;

    await expect(read(endless, {})).rejects.toThrow("line 2: this row has more than 1000000 characters");
  });
});
