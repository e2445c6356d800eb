import type Big from "big.js";
import { parseDecimal } from "../../domain/spend/money.ts";

/** Longer numbers would take long to add. No bill has them. */
const AMOUNT = /^-?(?:\d{1,15}(?:\.\d{0,60})?|\.\d{1,60})(?:e[+-]?\d{1,2})?$/i;
const MOST = 1e12;

/** Parses an amount of a file; `undefined` for anything else, and for one that no bill has. */
export function parseAmount(cell: string): Big | undefined {
  const text = cell.trim().replace(/^\+/, "");
  if (!AMOUNT.test(text)) return undefined;
  const amount = parseDecimal(text);
  return amount.abs().lt(MOST) ? amount : undefined;
}
