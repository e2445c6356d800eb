import Big from "big.js";

/**
 * An amount of money in millionths of a currency's unit: exact, and a 64-bit integer in the store.
 *
 * Sums of days are computed exactly and rounded once, half to even, as IEEE 754 and accounting do.
 */
export type Micros = bigint;

const SCALE = new Big(1_000_000);
/** The largest amount of one fact: the largest 64-bit integer. */
const MOST: Micros = 2n ** 63n - 1n;

/** A text that is no decimal amount, or an amount that is too large. The message is one line and names the text. */
export class MoneyError extends Error {
  override readonly name = "MoneyError";
}

/** Parses a decimal such as `12.50`, `-3`, or `1.2e-5`. Throws a `MoneyError`. */
export function parseDecimal(text: string): Big {
  try {
    return new Big(text.trim());
  } catch (cause) {
    throw new MoneyError(`${JSON.stringify(text.slice(0, 40))} is not an amount, such as 12.50`, { cause });
  }
}

/** Rounds an exact amount, in units, to millionths, half to even. Throws a `MoneyError` for more than 64 bits. */
export function toMicros(amount: Big): Micros {
  const micros = BigInt(amount.times(SCALE).round(0, Big.roundHalfEven).toFixed(0));
  if (micros > MOST || micros < -MOST) throw new MoneyError(`${amount.toString()} is too large an amount`);
  return micros;
}

/** Makes an exact amount, in units, from millionths. */
export function fromMicros(micros: Micros): Big {
  return new Big(micros.toString()).div(SCALE);
}

/** Writes an amount as a decimal with two digits or more: `10.10`, `0.000125`. Nothing is `0`. */
export function decimalText(micros: Micros): string {
  if (micros === 0n) return "0";
  const [whole = "0", rest = ""] = fromMicros(micros).toFixed(6).split(".");
  return `${whole}.${rest.replace(/0+$/, "").padEnd(2, "0")}`;
}

/** Writes an amount rounded to two digits, half to even: `128.00`. */
export function centsText(micros: Micros): string {
  return fromMicros(micros).round(2, Big.roundHalfEven).toFixed(2);
}

/** The sum of some amounts. */
export function sumOfMicros(amounts: Iterable<Micros>): Micros {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}

/** Whether a text is the code of a currency in ISO 4217, such as `USD`. */
export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code);
}

const CURRENCIES = new Set(Intl.supportedValuesOf("currency"));
