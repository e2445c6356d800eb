import { z } from "zod";
import type { BuilderFigures } from "../../domain/metric/builders.ts";
import type { Digest } from "../../domain/metric/digest.ts";
import type { NormalizedDeployments } from "../../domain/metric/headline.ts";
import type { ScopeTotal } from "../../domain/metric/scope-totals.ts";
import { changes, deployments, pulls, shipped, targets, tools, undone, zeros } from "./digest-counts.ts";
import { guardrails } from "./digest-guardrails.ts";
import { spend } from "./digest-spend.ts";
import { comparison, figure, reference, share, signal, summary, trend, verdict } from "./digest-verdicts.ts";
import type { Keys } from "./form.ts";

const state = z.enum(["open", "complete", "settled", "final"]);

const normalizedDeployments: z.ZodType<NormalizedDeployments> = z.object({
  total: z.number(),
  aiAssisted: figure,
  unknown: figure,
  ...verdict,
  quietWeeks: z.number().default(0),
  occupancy: figure,
} satisfies Keys<NormalizedDeployments>);

const scopes: z.ZodType<readonly ScopeTotal[]> = z.array(
  z.object({
    scope: z.string(),
    repositories: z.number(),
    leftOut: z.number(),
    total: figure,
    aiAssisted: figure,
    pending: z.number(),
    state,
  } satisfies Keys<ScopeTotal>),
);

const builders: z.ZodType<BuilderFigures> = z.object({
  count: figure,
  adoption: z.union([z.number(), z.enum(["none", "few", "nearly all"])]).nullable(),
  perBuilder: figure,
  usual: verdict.usual.exactOptional(),
  signal: signal.nullable().exactOptional(),
} satisfies Keys<BuilderFigures>);

/** A stored digest. Figures that an earlier release did not compute are absent, or have a default. */
export const digest: z.ZodType<Digest> = z.object({
  definition: z.number(),
  week: z.string(),
  scope: z.string(),
  ship: z.enum(["deployments", "releases", "merges"]),
  state,
  completedAt: z.string().nullable(),
  deployments,
  changes,
  pulls: pulls.optional(),
  normalizedDeployments,
  builders,
  trend: trend.exactOptional(),
  share: share.nullable().exactOptional(),
  summary: summary.exactOptional(),
  floor: z.number().exactOptional(),
  beside: guardrails,
  comparison: comparison.optional(),
  weeks: z.array(z.object({ week: z.string(), state, total: z.number(), aiAssisted: figure })),
  filling: z.array(z.object({ week: z.string(), total: z.number(), pending: z.number() })),
  restated: z.array(z.object({ week: z.string(), was: z.number(), is: z.number() })),
  reference: reference.nullable(),
  tools: tools.nullable(),
  undone: undone.nullable(),
  shipped: shipped.nullable().exactOptional(),
  repositories: z.array(z.object({ repository: z.string(), total: z.number(), pending: z.number(), state })),
  scopes: scopes.optional(),
  leftOut: z.number(),
  warnings: z.array(z.enum(["history-rewritten", "range-incomplete", "not-told", "rules-changed"])),
  zeros: zeros.exactOptional(),
  targets: targets.optional(),
  spend: spend.exactOptional(),
} satisfies Keys<Digest>);
