import type { Day } from "./fact.ts";

/** The period of a price or of a budget. */
export type Period = "month" | "year";

/** Licences that an organization pays for. */
export interface DeclaredSeats {
  readonly tool: string;
  readonly count: number;
  /** The price of one, for a period: a decimal, such as `150.00`. */
  readonly price: string;
  readonly currency: string;
  readonly per: Period;
  /** The first day, and the last one; `undefined` while they are paid for. */
  readonly from: Day;
  readonly until: Day | undefined;
}

/** A budget of an organization. */
export interface DeclaredBudget {
  readonly name: string;
  /** A decimal, such as `60000`. */
  readonly amount: string;
  readonly currency: string;
  readonly per: Period;
  /** The parts of the amount, in percent, at which it alerts; ascending. */
  readonly alertAt: readonly number[];
  /** The most for a day, a decimal; `undefined` without one. */
  readonly perDay: string | undefined;
}

/** The value of one unit of a currency in another one, from a day on. */
export interface DeclaredRate {
  readonly of: string;
  readonly in: string;
  /** A decimal, such as `1.08`. */
  readonly rate: string;
  readonly from: Day;
}

/** A name for a part of an organization. */
export interface DeclaredScope {
  readonly name: string;
  /** Names of repositories, without their owner. */
  readonly repositories: readonly string[];
  /** The vendor's own ids of the scope (workspaces, projects), by the name of the source. */
  readonly native: Readonly<Record<string, readonly string[]>>;
}

/** The declaration of spend in an organization's config. */
export interface SpendDeclaration {
  /** The currency of sums. */
  readonly currency: string;
  readonly rates: readonly DeclaredRate[];
  readonly seats: readonly DeclaredSeats[];
  readonly budgets: readonly DeclaredBudget[];
  readonly scopes: readonly DeclaredScope[];
  /** Names of sources whose money adds to that of other sources of the same tool. */
  readonly separate: readonly string[];
}

/** A declaration, and the time from which it is valid. */
export interface DatedDeclaration extends SpendDeclaration {
  readonly since: Date;
}

/** The declaration of an organization without one. */
export const NOTHING_DECLARED: SpendDeclaration = {
  currency: "USD",
  rates: [],
  seats: [],
  budgets: [],
  scopes: [],
  separate: [],
};

/** The declaration in force at a time. `declarations` has the oldest first, and the first one is valid for all time before. */
export function declarationAt(declarations: readonly DatedDeclaration[], at: Date): SpendDeclaration {
  return declarations.findLast(({ since }) => since <= at) ?? declarations[0] ?? NOTHING_DECLARED;
}
