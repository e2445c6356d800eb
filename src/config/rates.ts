import { z } from "zod";
import type { DeclaredRate } from "../domain/spend/declared.ts";
import { isDay } from "../domain/spend/fact.ts";
import { isCurrency } from "../domain/spend/money.ts";
import { MOST_ENTRIES } from "./checks.ts";
import { isAmount } from "./money.ts";
import { describeValue } from "./values.ts";

const entries = z.union([
  z.record(z.string(), z.unknown()),
  z.array(z.record(z.string(), z.unknown())).min(1).max(MOST_ENTRIES),
]);

/** The values of currencies in others. */
export const rates = z.record(z.string(), entries).superRefine(checkRates);

/** Converts the rates of a config, each of one currency in another one. */
export function toRates(all: z.infer<typeof rates>): DeclaredRate[] {
  return Object.entries(all).flatMap(([of, each]) => listOf(each).flatMap((entry) => ratesOf(of, entry)));
}

function ratesOf(of: string, { from, ...values }: Readonly<Record<string, unknown>>): DeclaredRate[] {
  return Object.entries(values).map(([currencyOf, rate]) => {
    return { of, in: currencyOf, rate: String(rate), from: String(from) };
  });
}

function checkRates(all: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  for (const [path, message] of problemsOf(all))
    context.addIssue({ code: "custom", path: [...path], message });
}

/** The path and the description of each problem. */
function* problemsOf(all: Readonly<Record<string, unknown>>): Iterable<readonly [string[], string]> {
  for (const [of, each] of Object.entries(all)) {
    if (!isCurrency(of)) yield [[of], 'not a currency of ISO 4217, such as "EUR"'];
    for (const { from, ...values } of listOf(each)) {
      if (typeof from !== "string" || !isDay(from))
        yield [[of, "from"], `${described(from)} a calendar day, such as "2026-01-31"`];
      if (Object.keys(values).length === 0) yield [[of], 'has no rate, such as USD: "1.08"'];
      for (const [other, rate] of Object.entries(values)) {
        if (!isCurrency(other)) yield [[of, other], 'not a currency of ISO 4217, such as "USD"'];
        else if (!isAmount(String(rate)))
          yield [[of, other], `${described(rate)} a rate above 0, such as "1.08"`];
      }
    }
  }
}

function described(value: unknown): string {
  return value === undefined ? "is missing: expected" : `${describeValue(value)}: not`;
}

function listOf(rates: unknown): readonly Readonly<Record<string, unknown>>[] {
  return (Array.isArray(rates) ? rates : [rates]) as Readonly<Record<string, unknown>>[];
}
