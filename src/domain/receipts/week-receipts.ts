import type { ChangeCounts, DeploymentCounts } from "../metric/counts.ts";
import type { Digest } from "../metric/digest.ts";
import { byMerge } from "../shipping/change.ts";
import { arrivalKey, type EffectWithReason, eventKey, isOwnRow } from "../shipping/ledger.ts";
import type { ShipChoice } from "../shipping/ship-choice.ts";
import type { ChangeReceipt } from "./change-receipt.ts";
import { type DeploymentReceipt, deploymentReceipt } from "./deployment-receipt.ts";
import type { Inquiry } from "./inquiry.ts";

/** The receipts of one week: enough to count its numbers again. */
export interface WeekReceipts
  extends Pick<Digest, "definition" | "scope" | "week" | "ship" | "state" | "completedAt"> {
  readonly zone: string;
  /** The time of the judgement. */
  readonly asOf: Date;
  /** The choice of `auto`, and the numbers of relevant changes that each way carried; `null` where there is none. */
  readonly shipChoice: ShipChoice | null;
  /** The numbers of the digest, for comparison with the receipts. */
  readonly numbers: {
    readonly deployments: DeploymentCounts;
    readonly changes: ChangeCounts;
    readonly normalizedDeployments: {
      readonly total: number;
      /** `null` where the digest withholds them. */
      readonly aiAssisted: number | null;
      readonly unknown: number | null;
    };
    /**
     * Whether the digest withholds the AI-assisted share, since too little attribution is known, or it would be about
     * too few people.
     */
    readonly isShareWithheld: boolean;
  };
  /** The figures of the digest that these receipts do not determine, with the reasons. */
  readonly notRecomputable: typeof NOT_RECOMPUTABLE;
  /** The deployments seen in the week, in the order of their ends. */
  readonly deployments: readonly DeploymentReceipt[];
  /** The changes merged in the week, in the order of their merges. */
  readonly changes: readonly ChangeReceipt[];
}

const NOT_RECOMPUTABLE = [
  {
    figures: ["builders", "normalizedDeployments.occupancy", "beside.isNearCeiling"],
    because:
      "They are about people. Pairs are numbered anew on each day, so that nobody can be followed from one day to the next.",
  },
  {
    figures: [
      ...["state", "completedAt", "weeks", "filling", "restated", "reference", "warnings"],
      ...["normalizedDeployments.usual", "normalizedDeployments.learned", "normalizedDeployments.signal"],
      ...["beside.netChanges.usual", "beside.netChanges.learned", "beside.netChanges.signal"],
      ...["trend", "share.usual", "share.learned", "share.signal", "summary"],
      ...["beside.undone", "beside.rollbacks.changes"],
    ],
    because: "They look at other weeks, or at the data as a whole.",
  },
] as const satisfies readonly { figures: readonly string[]; because: string }[];

/** Combines the receipts of a week with the numbers of its digest. */
export function weekReceipts(
  { definition, scope, week, ship, state, completedAt, ...digest }: Digest,
  {
    zone,
    asOf,
    shipChoice,
    deployments,
    changes,
  }: Pick<WeekReceipts, "zone" | "asOf" | "shipChoice" | "deployments" | "changes">,
): WeekReceipts {
  const { total, aiAssisted, unknown } = digest.normalizedDeployments;
  return {
    definition,
    scope,
    week,
    zone,
    asOf,
    ship,
    shipChoice,
    state,
    completedAt,
    numbers: {
      deployments: digest.deployments,
      changes: digest.changes,
      normalizedDeployments: { total, aiAssisted, unknown },
      isShareWithheld: digest.beside.isWithheld,
    },
    notRecomputable: NOT_RECOMPUTABLE,
    deployments,
    changes,
  };
}

/** Writes the receipts of some deployments. */
export function deploymentReceipts(
  effects: readonly EffectWithReason[],
  inquiry: Inquiry,
): DeploymentReceipt[] {
  const { judged, changeStayOf } = inquiry;
  const inOrder = judged.toSorted((a, b) => byMerge(a.change, b.change));
  // A change with outcome `outside` has no arrival, but some deployment brought it.
  const brought = Map.groupBy(inOrder, ({ change }) => arrivalKey(changeStayOf(change).arrival));
  return effects
    .filter(isOwnRow)
    .map((landed) => deploymentReceipt(landed, brought.get(eventKey(landed.event)) ?? [], inquiry));
}
