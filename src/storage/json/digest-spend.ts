import { z } from "zod";
import { type DigestSpend, type ShownSpend, WHY_WITHHELD } from "../../domain/spend/shown.ts";
import { BASES } from "../../domain/spend/source.ts";
import { figure, signal } from "./digest-verdicts.ts";
import type { Keys } from "./form.ts";

const money = z.string();
const range = { from: z.string(), to: z.string(), weeks: z.number() };
const totals = { total: money, normalizedDeployments: z.number() };
const apart = { included: money, credit: money, adjustment: money };
const basis = z.array(z.enum(BASES));

const ratio: z.ZodType<ShownSpend["perNormalizedDeployment"]> = z.object({
  value: money.nullable(),
  usual: z.tuple([money, money]).nullable(),
  blocks: z.number(),
  signal,
  hiddenBelow: figure,
  change: z.object({ spend: z.number(), normalizedDeployments: z.number() }).nullable(),
});

const tool: z.ZodType<ShownSpend["tools"][number]> = z.object({
  tool: z.string(),
  total: money,
  usage: money,
  seat: money,
  ...apart,
  basis,
  completeThrough: z.string().nullable(),
  restated: z.array(z.string()),
});

const budget: z.ZodType<ShownSpend["budgets"][number]> = z.object({
  name: z.string(),
  currency: z.string(),
  per: z.enum(["month", "year"]),
  from: z.string(),
  to: z.string(),
  amount: money,
  used: money,
  usedPart: z.number(),
  elapsedPart: z.number(),
  atEnd: z.object({ amount: money, low: money, high: money }).nullable(),
  completeThrough: z.string().nullable(),
  daysBehind: z.number(),
  // Absent from digests that were stored before it existed.
  isPartial: z.boolean().default(false),
});

const shown: z.ZodType<ShownSpend> = z.object({
  currency: z.string(),
  window: z.object(range),
  ...totals,
  ...apart,
  perNormalizedDeployment: ratio,
  twelveWeeks: z.object({ ...range, ...totals, value: money.nullable() }).nullable(),
  weekly: z.array(z.object({ week: z.string(), ...totals })),
  tools: z.array(tool),
  basis,
  provisionalFrom: z.string().nullable(),
  unallocated: money,
  unconverted: z.array(z.object({ currency: z.string(), amount: money })),
  overlapped: z.array(z.object({ tool: z.string(), used: z.string(), leftOut: z.string(), amount: money })),
  restated: z.array(
    z.object({ source: z.string(), day: z.string(), currency: z.string(), from: money, to: money }),
  ),
  negative: z.array(z.object({ day: z.string(), tool: z.string(), amount: money })),
  coverage: z.object({ share: z.number(), tools: z.number(), covered: z.number() }).nullable(),
  seats: z.object({
    declared: z.array(z.object({ tool: z.string(), count: z.number() })),
    counted: z.array(z.object({ source: z.string(), paid: z.number(), active: z.number().nullable() })),
  }),
  budgets: z.array(budget),
  limits: z.array(z.object({ source: z.string(), hasHardLimit: z.boolean() })),
  declared: z.array(z.object({ day: z.string(), keys: z.array(z.string()) })),
} satisfies Keys<ShownSpend>);

/** The spend in a digest. */
export const spend: z.ZodType<DigestSpend> = z.union([z.object({ withheld: z.enum(WHY_WITHHELD) }), shown]);
