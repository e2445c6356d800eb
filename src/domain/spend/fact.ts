import type { Micros } from "./money.ts";

/** A UTC day, `2026-11-20`. As text it sorts correctly. */
export type Day = string;

/**
 * The kinds of money.
 *
 * `usage` is charged for use, after discounts and before credits. `included` is use that a plan already covers. `seat`
 * is charged for a licence. `credit` and `adjustment` are lowered or corrected charges.
 */
export const CHARGES = ["usage", "included", "seat", "credit", "adjustment"] as const;

export type Charge = (typeof CHARGES)[number];

/** The charges that a total of spend adds. The others stand apart. */
export const CHARGES_IN_TOTAL: readonly Charge[] = ["usage", "seat"];

/** The scope of money that belongs to the whole organization, or to no scope of the config. */
export const WHOLE = "";

/** The tool of money whose product is no known tool. */
export const OTHER_TOOL = "other";

/** The money of one source, day, tool, charge, scope and currency. There is one fact for each of these. */
export interface SpendFact {
  readonly day: Day;
  /** The id of a tool, as in attribution. */
  readonly tool: string;
  readonly charge: Charge;
  /** The name of a scope in the config, or `WHOLE`. */
  readonly scope: string;
  /** The ISO 4217 code. */
  readonly currency: string;
  readonly amount: Micros;
}

/** Whether a text is an existing calendar day. */
export function isDay(text: string): text is Day {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** The UTC day of an instant. */
export function utcDay(at: Date): Day {
  return at.toISOString().slice(0, 10);
}

/** The day some days later, or earlier when negative. */
export function shiftDay(day: Day, count: number): Day {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return utcDay(at);
}

/** The noon of a UTC day. A week of a scope takes the days whose noon lies in it. */
export function noonOf(day: Day): Date {
  return new Date(`${day}T12:00:00Z`);
}
