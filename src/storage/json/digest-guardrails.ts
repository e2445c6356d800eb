import { z } from "zod";
import type { Approvals } from "../../domain/metric/group-figures.ts";
import type { GuardrailMetrics } from "../../domain/metric/guardrails.ts";
import { SIZE_BANDS } from "../../domain/metric/undone-share.ts";
import { figure, interval, verdict } from "./digest-verdicts.ts";
import type { Keys } from "./form.ts";

const sideBySide = <Schema extends z.ZodType>(each: Schema) => ({ declared: each, undeclared: each });

const undoneShare = z.object({ undone: z.number(), of: z.number(), low: figure, high: figure });

const intervals = z.object(sideBySide(interval.nullable()));

const approvals = z.object({
  approved: z.number(),
  of: z.number(),
  pushed: z.number(),
  low: figure.exactOptional(),
  high: figure.exactOptional(),
} satisfies Keys<Approvals>);

/** The stored guardrail metrics. */
export const guardrails: z.ZodType<GuardrailMetrics> = z.object({
  isWithheld: z.boolean(),
  withheldFor: z.enum(["coverage", "privacy", "sides", "others"]).nullable(),
  coverage: figure,
  isNearCeiling: z.boolean(),
  netChanges: z.object({ count: z.number(), ...verdict }),
  undone: z.object({
    weeks: z.number(),
    bands: z.record(z.enum(SIZE_BANDS), z.object(sideBySide(undoneShare))).nullable(),
  }),
  rollbacks: z.object({ deployments: z.number(), changes: z.number() }),
  medianLeadMinutes: z.object({ ...sideBySide(figure), all: figure.exactOptional() }).nullable(),
  medianLines: z.object({ ...sideBySide(figure), all: figure }),
  medianIntervals: z.object({ leadMinutes: intervals, lines: intervals }).nullable().exactOptional(),
  approvals: z.object(sideBySide(approvals)).nullable(),
} satisfies Keys<GuardrailMetrics>);
