import type { DeclaredRate } from "./declared.ts";
import type { Day } from "./fact.ts";
import { fromMicros, type Micros, parseDecimal, toMicros } from "./money.ts";

/** Money of a day in a currency. */
interface DatedMoney {
  readonly amount: Micros;
  readonly currency: string;
  readonly day: Day;
}

/** Converts money by the rate in force on its day. `undefined` without a rate: nothing is guessed. */
export function convertMoney(
  { amount, currency, day }: DatedMoney,
  to: string,
  rates: readonly DeclaredRate[],
): Micros | undefined {
  if (currency === to) return amount;
  const inForce = rates.filter((rate) => rate.of === currency && rate.in === to && rate.from <= day);
  const [newest, ...others] = inForce;
  if (newest === undefined) return undefined;
  const { rate } = others.reduce((latest, each) => (each.from >= latest.from ? each : latest), newest);
  return toMicros(fromMicros(amount).times(parseDecimal(rate)));
}
