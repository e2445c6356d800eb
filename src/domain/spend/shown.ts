import type { Signal } from "../metric/verdict.ts";
import type { Week } from "../metric/week.ts";
import type { Period } from "./declared.ts";
import type { Day } from "./fact.ts";
import type { Basis } from "./source.ts";

/**
 * The reason why a digest shows no spend.
 *
 * `public`, `internal`: people outside the organization may read the place. `open-week`: one of the four weeks is not
 * measured or not complete. `silence`: a source has stopped. `no-data`: nothing was spent in the four weeks, or no rate
 * converts it. `coverage`: tools without spend data made too much of the declared work.
 */
export const WHY_WITHHELD = ["public", "internal", "open-week", "silence", "no-data", "coverage"] as const;

export type WhySpendWithheld = (typeof WHY_WITHHELD)[number];

/** An amount: a decimal as text, exact. */
export type Money = string;

/** The spend in a digest; the keys are a stable interface. */
export type DigestSpend = { readonly withheld: WhySpendWithheld } | ShownSpend;

/** Some weeks from one to another, both included. */
interface Weeks {
  readonly from: Week;
  readonly to: Week;
  readonly weeks: number;
}

/** Spend and normalized deployments of some weeks. */
interface Totals {
  /** Usage and seats. */
  readonly total: Money;
  readonly normalizedDeployments: number;
}

/** The charges beside the total. */
interface ChargesApart {
  readonly included: Money;
  readonly credit: Money;
  readonly adjustment: Money;
}

/** The spend of the four weeks that end with the digest's. */
export interface ShownSpend extends Totals, ChargesApart {
  readonly currency: string;
  readonly window: Weeks;
  readonly perNormalizedDeployment: ShownRatio;
  /** The twelve weeks that end with the digest's; `null` where they are not all known. */
  readonly twelveWeeks: (Totals & Weeks & { readonly value: Money | null }) | null;
  /** Each of the last twelve weeks, for charts; never their ratios. */
  readonly weekly: readonly (Totals & { readonly week: Week })[];
  readonly tools: readonly ShownToolSpend[];
  /** How far the money of the four weeks can be believed. */
  readonly basis: readonly Basis[];
  /** The day of the four weeks from which sources may still change days; `null` where they do not. */
  readonly provisionalFrom: Day | null;
  /** The part of the total in no scope of the config. */
  readonly unallocated: Money;
  /** Money that no rate converts, in its own currency. It is in no total. */
  readonly unconverted: readonly { readonly currency: string; readonly amount: Money }[];
  /** Money that is in no total since another source of the tool has more. */
  readonly overlapped: readonly ShownOverlap[];
  readonly restated: readonly ShownRestatement[];
  /** The days on which a tool's money is below zero. */
  readonly negative: readonly { readonly day: Day; readonly tool: string; readonly amount: Money }[];
  /** The part of the declared work that is by tools with spend data; `null` where it is withheld or nothing is declared. */
  readonly coverage: ShownCoverage | null;
  readonly seats: ShownSeats;
  readonly budgets: readonly ShownBudget[];
  /** Whether each provider stops use at a limit, where it says so. */
  readonly limits: readonly { readonly source: string; readonly hasHardLimit: boolean }[];
  /** The changes of the config's `spend` in the twelve weeks. */
  readonly declared: readonly { readonly day: Day; readonly keys: readonly string[] }[];
}

/** The spend for each normalized deployment. */
export interface ShownRatio {
  readonly value: Money | null;
  readonly usual: readonly [low: Money, high: Money] | null;
  readonly blocks: number;
  readonly signal: Signal;
  /** The factor under which a change would not show; `null` without a range. */
  readonly hiddenBelow: number | null;
  /** The factors of a detected change; `null` where none is detected. */
  readonly change: { readonly spend: number; readonly normalizedDeployments: number } | null;
}

/** The cost of one tool. */
export interface ShownToolSpend extends ChargesApart {
  readonly tool: string;
  readonly total: Money;
  readonly usage: Money;
  readonly seat: Money;
  readonly basis: readonly Basis[];
  /** The last day that all its sources have; `null` where only seats are declared. */
  readonly completeThrough: Day | null;
  readonly restated: readonly Day[];
}

interface ShownOverlap {
  readonly tool: string;
  readonly used: string;
  readonly leftOut: string;
  readonly amount: Money;
}

interface ShownRestatement {
  readonly source: string;
  readonly day: Day;
  readonly currency: string;
  readonly from: Money;
  readonly to: Money;
}

/** The tools of declared changes, and those of them with spend data. */
export interface ShownCoverage {
  readonly share: number;
  readonly tools: number;
  readonly covered: number;
}

/** Seats that are paid for. */
interface ShownSeats {
  /** The seats in the config, by tool. */
  readonly declared: readonly { readonly tool: string; readonly count: number }[];
  /**
   * The seats that sources count now; `active` is `null` where a source does not count them, or where it would be about
   * too few people.
   */
  readonly counted: readonly {
    readonly source: string;
    readonly paid: number;
    readonly active: number | null;
  }[];
}

/** A budget in its present period. */
export interface ShownBudget {
  readonly name: string;
  readonly currency: string;
  readonly per: Period;
  readonly from: Day;
  /** The last day. */
  readonly to: Day;
  readonly amount: Money;
  readonly used: Money;
  /** The used part of the amount, and the part of the period that is gone; 1 is all. */
  readonly usedPart: number;
  readonly elapsedPart: number;
  /** The forecast of the use at the end; `null` with fewer than 14 settled days. */
  readonly atEnd: { readonly amount: Money; readonly low: Money; readonly high: Money } | null;
  readonly completeThrough: Day | null;
  readonly daysBehind: number;
  /** Whether money of the period is in a currency that no rate converts. */
  readonly isPartial: boolean;
}
