import type { Money } from "../../../domain/spend/shown.ts";
import { day } from "../../text.ts";

/** From here on an amount is shown in whole units. */
const WHOLE_FROM = 100;

/** An amount for people: `6,140`, `12.50`, `−3.00`. */
export function amount(money: Money): string {
  if (Number(money) === 0) return "0";
  const digits = Math.abs(Number(money)) >= WHOLE_FROM ? 0 : 2;
  const text = new Intl.NumberFormat("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  // As a text it is exact; a number would have lost digits.
  return text.format(money as Intl.StringNumericLiteral).replace("-", "−");
}

/** An amount with its currency: `6,140 USD`. */
export function withCurrency(money: Money, currency: string): string {
  return `${amount(money)} ${currency}`;
}

/** A range of amounts: `92–171 USD`. */
export function amountRange([low, high]: readonly [Money, Money], currency: string): string {
  const ends = [amount(low), amount(high)];
  return ends[0] === ends[1] ? withCurrency(low, currency) : `${ends.join("–")} ${currency}`;
}

/** A calendar day for people. */
export function dayText(of: string): string {
  return day(new Date(`${of}T12:00:00Z`));
}
