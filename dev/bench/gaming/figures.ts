import type { Digest } from "../../../src/domain/metric/digest.ts";
import { shiftWeek } from "../../../src/domain/metric/week.ts";
import type { Reason } from "../../../src/domain/shipping/timeline.ts";
import type { Outcome } from "./outcome.ts";
import { PLAYED_WEEK } from "./time.ts";

/** Something that a digest shows. */
export interface Figure {
  readonly name: string;
  of(outcome: Outcome): string | number;
}

/** A figure of the digest of the first week played. */
function figure(name: string, of: (digest: Digest) => string | number | null): Figure {
  return { name, of: (outcome) => of(outcome.digest()) ?? "withheld" };
}

/** The normalized deployments of the first week played. */
export const total = figure("total", ({ normalizedDeployments }) => normalizedDeployments.total);
/** How its total compares with the usual range. */
export const signal = figure("signal", ({ normalizedDeployments }) => normalizedDeployments.signal);
/** How many weeks make that range. */
export const learned = figure("weeks compared", ({ normalizedDeployments }) => normalizedDeployments.learned);
/** How much of the total is AI-assisted. */
export const aiAssisted = figure(
  "AI-assisted",
  ({ normalizedDeployments }) => normalizedDeployments.aiAssisted,
);
/** Its net changes that declare a tool. */
export const declared = figure("declared changes", ({ changes }) => changes.declared);
/** Its changes that were reverted or rolled back. */
export const undone = figure("undone", ({ changes }) => changes.undone);
/** Its changes that revert or repeat others. */
export const rework = figure("rework", ({ changes }) => changes.rework);
/** Its changes that wait for production. */
export const pending = figure("pending", ({ changes }) => changes.pending);
/** Its changes of files that do not count. */
export const ineffective = figure("ineffective", ({ changes }) => changes.ineffective);
/** Its changes that shipped and stayed. */
export const netChanges = figure("net changes", ({ changes }) => changes.net);
/** Its net changes that no human is accountable for. */
export const noBuilder = figure("without a builder", ({ changes }) => changes.noBuilder);
/** How many people shipped. */
export const builders = figure("builders", (digest) => digest.builders.count);
/** The share of net changes whose attribution is known. */
export const coverage = figure("coverage", ({ beside }) => percent(beside.coverage ?? 0));
/** The median size of net changes. */
export const medianLines = figure("median lines", ({ beside }) => beside.medianLines.all);
/** Deployments that went back. */
export const rollbacks = figure("rollbacks", ({ beside }) => beside.rollbacks.deployments);
/** Whether the digest says that the number is near its ceiling. */
export const nearCeiling = figure("near ceiling", ({ beside }) => (beside.isNearCeiling ? "yes" : "no"));
/** What a reader is warned of. */
export const warnings = figure("warning", (digest) => digest.warnings.join(", ") || "none");

/** How many net changes somebody else approved. */
export const approved = figure("approved by somebody else", ({ beside: { approvals } }) => {
  if (approvals === null) return null;
  const { declared: one, undeclared: other } = approvals;
  return percent((one.approved + other.approved) / (one.of + other.of));
});

/** How many deployments of the week are not counted for a reason. */
export function uncounted(reason: Reason): Figure {
  return figure(reason, ({ deployments }) => deployments.uncounted[reason] ?? 0);
}

/** The total of another week, some weeks later. */
export function totalAfter(weeks: number): Figure {
  const week = shiftWeek(PLAYED_WEEK, weeks);
  return { name: week, of: (outcome) => outcome.digest({ week }).normalizedDeployments.total };
}

/** The signal of another week, some weeks later. */
export function signalAfter(weeks: number): Figure {
  const week = shiftWeek(PLAYED_WEEK, weeks);
  return {
    name: `signal of ${week}`,
    of: (outcome) => outcome.digest({ week }).normalizedDeployments.signal,
  };
}

/** The total of the weeks before those that are played. */
export const past: Figure = {
  name: "the twelve weeks before",
  of: (outcome) => {
    const { weeks } = outcome.digest({ week: shiftWeek(PLAYED_WEEK, -1) });
    return weeks.reduce((sum, each) => sum + each.total, 0);
  },
};

/** The total where days begin at other times. */
export function totalIn(zone: string): Figure {
  return { name: `total in ${zone}`, of: (outcome) => outcome.digest({ zone }).normalizedDeployments.total };
}

/** Deployments in the ledger that a person filed. */
export const filedByHand: Figure = {
  name: "ledger rows filed by a person",
  of: ({ shipping }) => shipping.ledger.filter(({ by }) => by === "person").length,
};

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
