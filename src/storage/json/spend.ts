import { z } from "zod";
import type { SpendDeclaration } from "../../domain/spend/declared.ts";

const period = z.enum(["month", "year"]);
const texts = z.array(z.string());
const undefinable = z
  .string()
  .optional()
  .transform((value) => value);

/** A stored declaration of spend. */
export const spendDeclaration: z.ZodType<SpendDeclaration> = z.object({
  currency: z.string(),
  rates: z.array(z.object({ of: z.string(), in: z.string(), rate: z.string(), from: z.string() })),
  seats: z.array(
    z.object({
      tool: z.string(),
      count: z.int(),
      price: z.string(),
      currency: z.string(),
      per: period,
      from: z.string(),
      until: undefinable,
    }),
  ),
  budgets: z.array(
    z.object({
      name: z.string(),
      amount: z.string(),
      currency: z.string(),
      per: period,
      alertAt: z.array(z.number()),
      perDay: undefinable,
    }),
  ),
  scopes: z.array(z.object({ name: z.string(), repositories: texts, native: z.record(z.string(), texts) })),
  separate: texts,
});
