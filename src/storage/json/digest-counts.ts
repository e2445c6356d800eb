import { z } from "zod";
import type { ClosedPulls, PullCounts } from "../../domain/metric/closed-pulls.ts";
import type { ChangeCounts, DeploymentCounts } from "../../domain/metric/counts.ts";
import type { ListedChange } from "../../domain/metric/shipped-changes.ts";
import type { Targets } from "../../domain/metric/targets.ts";
import type { ToolTotal } from "../../domain/metric/tool-totals.ts";
import type { UndoneChange } from "../../domain/metric/undone-changes.ts";
import type { Zero } from "../../domain/metric/zero.ts";
import { REASONS } from "../../domain/shipping/timeline.ts";
import { figure } from "./digest-verdicts.ts";
import type { Keys } from "./form.ts";

/** The deployments of a week. */
export const deployments: z.ZodType<DeploymentCounts> = z.object({
  seen: z.number(),
  counted: z.number(),
  uncounted: z.partialRecord(z.enum(REASONS), z.number()),
});

/** The changes that were merged in a week. */
export const changes: z.ZodType<ChangeCounts> = z.object({
  merged: z.number(),
  pending: z.number(),
  waiting: z.number().exactOptional(),
  arrived: z.number(),
  automation: z.number(),
  ineffective: z.number(),
  rework: z.number(),
  effective: z.number(),
  withdrawn: z.number(),
  undone: z.number(),
  net: z.number(),
  declared: figure,
  undeclared: figure,
  unknown: figure,
  noBuilder: z.number(),
} satisfies Keys<ChangeCounts>);

const pullCounts = {
  closed: z.number(),
  merged: z.number(),
  arrived: z.number(),
  effective: z.number(),
  net: z.number(),
} satisfies Keys<PullCounts>;
const divided = z.object(pullCounts).nullable();

/** The pull requests that were closed in a week. */
export const pulls: z.ZodType<ClosedPulls> = z.object({
  ...pullCounts,
  declared: divided,
  undeclared: divided,
  unknown: divided,
} satisfies Keys<ClosedPulls>);

/** The changes by tool. The first release did not separate changes that agents authored. */
export const tools: z.ZodType<readonly ToolTotal[]> = z.array(
  z.object({
    tool: z.string(),
    changes: z.number(),
    agentAuthored: z.number().default(0),
    normalizedDeployments: z.number(),
  }),
);

/** Undone changes, and the reverts and rollbacks that undid them. */
export const undone: z.ZodType<readonly UndoneChange[]> = z.array(
  z.object({
    repository: z.string(),
    change: z.string(),
    by: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("revert"), changeId: z.string() }),
      z.object({ kind: z.literal("rollback"), deploymentId: z.number() }),
    ]),
    afterHours: z.number(),
  }),
);

/** The list of shipped work. */
export const shipped: z.ZodType<readonly ListedChange[]> = z.array(
  z.object({
    repository: z.string(),
    change: z.string(),
    attribution: z.enum(["declared", "undeclared", "unknown"]).nullable(),
  }),
);

/** The content of production. */
export const targets: z.ZodType<Targets> = z.object({
  shown: z.array(
    z.object({
      environment: z.string(),
      brought: z.number(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      deployments: z.number(),
      wentBack: z.number(),
    }),
  ),
  more: z.number(),
  isByName: z.boolean(),
});

const waitingCause = z.enum([
  "nothing-deployed",
  "not-production",
  "preview",
  "untrusted-creator",
  "failed",
  "other-way",
  "baseline",
  "range-unknown",
  "waiting",
]);

const otherCause = z.enum([
  "suspended",
  "past-unread",
  "before-measurement",
  "nothing-merged",
  "none-counts",
  "no-builder",
]);

const waiting = z.object({
  cause: waitingCause,
  ship: z.enum(["auto", "deployments", "releases", "merges"]),
  kind: z.enum(["deployment", "release"]),
  number: z.number(),
  environments: z.array(z.object({ environment: z.string(), number: z.number() })),
  moreEnvironments: z.number(),
});

const ofRepository = { repository: z.string(), isOfWeek: z.boolean() };

/** The reasons why nothing counts. */
export const zeros: z.ZodType<readonly Zero[]> = z.array(
  z.union([
    z.object({ ...ofRepository, cause: waitingCause, waiting }),
    z.object({ ...ofRepository, cause: otherCause, waiting: z.null() }),
  ]),
);
