import Big from "big.js";
import { z } from "zod";
import { isDay } from "../domain/spend/fact.ts";
import { isCurrency } from "../domain/spend/money.ts";
import { checked } from "./checks.ts";

/** The most that a count or an amount of the config may be. */
const MOST_AMOUNT = 1e12;

/** How often a price is paid, or a budget begins anew. */
export const PERIODS = ["month", "year"] as const;

/** The code of a currency, in upper case. */
export const currency = checked(z.string().trim().toUpperCase(), (text) =>
  isCurrency(text) ? undefined : 'not a currency of ISO 4217, such as "USD"',
);

/** A calendar day. */
export const day = checked(z.string().trim(), (text) =>
  isDay(text) ? undefined : 'not a calendar day, such as "2026-01-31"',
);

/** A positive amount: a number, or a decimal as text, which keeps all its digits. */
export const amount = checked(
  z
    .union([z.string().trim(), z.number().transform(String)], {
      error: () => 'not an amount, such as "150.00"',
    })
    .pipe(z.string()),
  (text) => (isAmount(text) ? undefined : 'not an amount above 0, such as "150.00"'),
);

/** Whether a text is a positive decimal. */
export function isAmount(text: string): boolean {
  try {
    const value = new Big(text);
    return value.gt(0) && value.lt(MOST_AMOUNT);
  } catch {
    return false;
  }
}
