import Big from "big.js";
import { type Charge, type Day, type SpendFact, shiftDay } from "../../domain/spend/fact.ts";
import { isCurrency, MoneyError, toMicros } from "../../domain/spend/money.ts";
import type { DaySpan } from "./day-span.ts";
import { ReadingError } from "./reading-error.ts";

/** The place of an amount: everything that a fact has but the amount. */
type Place = Omit<SpendFact, "amount">;

const NOTHING_STORED = "nothing of it was stored; update Plimsoll";

/** The sums of a reading by day, tool, charge, scope and currency: exact, and rounded once at the end. */
export class DailySums {
  readonly #vendor: string;
  readonly #span: DaySpan;
  readonly #sums = new Map<string, { readonly place: Place; readonly amount: Big }>();

  constructor(vendor: string, span: DaySpan) {
    this.#vendor = vendor;
    this.#span = span;
  }

  /** Adds an amount. Negative usage corrects an earlier charge, so it is an adjustment. Throws a `ReadingError`. */
  add({ day, tool, charge: asked, scope, currency }: Place, amount: Big): void {
    if (!isCurrency(currency))
      throw new ReadingError(`${this.#vendor} has an unknown currency: ${NOTHING_STORED}`);
    if (day < this.#span.from || day >= this.#span.until)
      throw new ReadingError(`${this.#vendor} answers with days that were not requested: ${NOTHING_STORED}`);
    const charge: Charge = asked === "usage" && amount.lt(0) ? "adjustment" : asked;
    const place = { day, tool, charge, scope, currency };
    const key = JSON.stringify(Object.values(place));
    this.#sums.set(key, { place, amount: (this.#sums.get(key)?.amount ?? new Big(0)).plus(amount) });
  }

  /** The facts of each day before one, in a fixed order; a day without money has none. Throws a `ReadingError`. */
  until(end: Day): ReadonlyMap<Day, readonly SpendFact[]> {
    const days = new Map<Day, SpendFact[]>();
    for (let day = this.#span.from; day < end; day = shiftDay(day, 1)) days.set(day, []);
    for (const [, { place, amount }] of [...this.#sums].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const micros = this.#rounded(amount);
      if (micros !== 0n) days.get(place.day)?.push({ ...place, amount: micros });
    }
    return days;
  }

  #rounded(amount: Big): bigint {
    try {
      return toMicros(amount);
    } catch (error) {
      if (!(error instanceof MoneyError)) throw error;
      throw new ReadingError(`${this.#vendor} has an amount that is too large: ${NOTHING_STORED}`);
    }
  }
}
