import { z } from "zod";
import type { Comparison } from "../../domain/metric/comparison.ts";
import type { Reference } from "../../domain/metric/reference.ts";
import type { Share, Trend } from "../../domain/metric/shown-verdicts.ts";
import type { Summary } from "../../domain/metric/summary.ts";
import type { Verdict } from "../../domain/metric/verdict.ts";
import type { Keys } from "./form.ts";

/** A number; `null` where it is withheld or does not exist. */
export const figure = z.number().nullable();

/** Two ends. */
export const interval = z.tuple([z.number(), z.number()]);
const weeks = z.tuple([z.string(), z.string()]);

/** The place of a total against its usual range. */
export const signal = z.enum(["none", "above", "below", "learning", "quiet", "waiting"]);

const place = z.enum(["none", "above", "below", "unknown"]);

/** The keys of a verdict. */
export const verdict = {
  usual: interval.nullable(),
  learned: z.number(),
  signal,
} satisfies Keys<Verdict>;

/** The AI-assisted part of the total. */
export const share: z.ZodType<Share> = z.object({ ...verdict, percent: z.number() });

/** The trend of normalized deployments per builder. */
export const trend: z.ZodType<Trend> = z.object({
  signal,
  reference: weeks.nullable(),
  learned: z.number(),
  perBuilder: figure,
  usual: interval.nullable(),
});

/** All verdicts in one. */
export const summary: z.ZodType<Summary> = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["waiting", "quiet", "learning"]) }),
  z.object({
    kind: z.literal("told"),
    total: place,
    people: z.enum(["none", "more", "fewer"]),
    isEnough: z.boolean(),
    work: place,
    share: place,
    fewerFor: z.number(),
  }),
]);

/** Whether declared changes were undone more or less often. */
export const comparison: z.ZodType<Comparison> = z.union([
  z.object({
    cannotTell: z.enum(["weeks", "coverage", "privacy", "builders", "concentrated", "undone"]),
  }),
  z.object({
    weeks,
    changes: z.number(),
    builders: z.number(),
    oddsRatio: figure,
    interval: z.tuple([z.number(), figure]),
    finding: z.enum(["none", "more", "less"]),
  }),
]);

/** A quarter beside the one before. */
export const reference: z.ZodType<Reference> = z.object({
  weeks,
  first: z.number(),
  last: z.number(),
  usual: interval,
  signal: z.enum(["none", "above", "below"]),
});
