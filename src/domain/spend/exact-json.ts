import Big from "big.js";

/** The digits of a number that can be money: no amount has more, and none has a larger exponent. */
const PLAIN = /^-?\d{1,30}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,2})?$/;
/** Decimal libraries write nothing as `0E-6176`. */
const ZERO = /^-?0{1,30}(?:\.0{1,40})?[eE][+-]?\d{1,5}$/;

/** Makes a number from its digits; `undefined` for a text that is no number, or no number that money can be. */
export function exactNumber(text: string): Big | undefined {
  if (ZERO.test(text)) return new Big(0);
  return PLAIN.test(text) ? new Big(text) : undefined;
}

/**
 * Parses a text as JSON, and makes each number from the digits in the text; `undefined` when it is no JSON.
 *
 * So no amount goes through a binary fraction. A number with more digits than money can have stays a number.
 */
export function parseExactJson(text: string): unknown {
  const keepDigits = (_: string, value: unknown, { source }: { readonly source?: string } = {}) =>
    typeof value === "number" && source !== undefined ? (exactNumber(source) ?? value) : value;
  try {
    return JSON.parse(text, keepDigits);
  } catch {
    return undefined;
  }
}
