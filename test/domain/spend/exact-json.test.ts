import Big from "big.js";
import { describe, expect, it } from "vitest";
import { parseExactJson } from "../../../src/domain/spend/exact-json.ts";

describe("JSON with exact numbers", () => {
  it.each(["0.1", "-3", "1e-7", "41.720000000000000001", "9007199254740993", "1.5E+3"])(
    "keeps the digits of %s",
    (digits) => {
      const parsed = parseExactJson(`{"a": [${digits}]}`) as { a: Big[] };

      expect(parsed.a[0]).toBeInstanceOf(Big);
      expect(parsed.a[0]?.eq(new Big(digits))).toBe(true);
    },
  );

  it("leaves texts, and numbers with more digits than money has, as they are", () => {
    expect(parseExactJson('["0.1", true, null, 1e-999, 1e400]')).toEqual(["0.1", true, null, 0, Infinity]);
  });

  it("knows nothing by all the names that decimal libraries give it", () => {
    expect(parseExactJson("[0, -0.00, 0E-6176]")).toEqual([new Big(0), new Big("-0"), new Big(0)]);
  });

  it("is nothing for a text that is no JSON", () => {
    expect(parseExactJson('{"a": 1')).toBeUndefined();
  });
});
