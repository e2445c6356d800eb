import type {
  AccountAttribution,
  AttributedCommit,
  ChangeAttribution,
} from "../attribution/change-attribution.ts";
import type { ToolLabel } from "../attribution/labels.ts";
import { dayOf, type Week, weekOf } from "../metric/week.ts";
import type { SettledClaims } from "../shipping/claims.ts";
import type { JudgedChange, ShippedChange, Undoing } from "../shipping/judgement.ts";
import type { Outcome } from "../shipping/outcome.ts";
import type { ShipChoice } from "../shipping/ship-choice.ts";
import { shipModeAt } from "../shipping/ship-mode.ts";
import { ruleOfChange } from "./change-rule.ts";
import type { Inquiry } from "./inquiry.ts";
import { changeName, type DeploymentName, deploymentName, isPush } from "./names.ts";
import { type RelatedChanges, relatedChanges } from "./related-changes.ts";
import { type ChangeRules, changeRules } from "./rules-receipt.ts";
import { type AbsenceReceipt, absenceReceipt, type CarrierReceipt, carrierReceipts } from "./stay-receipt.ts";

/** A commit in a receipt. */
type ReceiptCommit = AttributedCommit & { readonly agentsVersion: string };

/** The declarations of a change's author and own commits. */
export interface Reading {
  /** The attribution of its author, if a known agent or robot; empty for a person. */
  readonly account: AccountAttribution;
  /** The present labels of tools. */
  readonly labels: readonly ToolLabel[];
  readonly attribution: ChangeAttribution;
  readonly commits: readonly ReceiptCommit[];
  /**
   * Tools that its own commits declare and its squash does not; `null` when it was not squashed, or is not deployed
   * yet.
   */
  readonly lostInSquash: readonly string[] | null;
  /** Whether GitHub calls it closed, and a push landed its content. */
  readonly isLandedByPush: boolean;
}

/** All facts about a merged change, and the rule that decided. The keys are the keys of `explain --json`. */
export interface ChangeReceipt extends Reading, RelatedChanges {
  /** `acme/shop#12`, or `acme/shop@` and the last commit of a push. */
  readonly id: string;
  readonly state: "merged" | "pushed";
  readonly mergedAt: Date;
  /** The time of the judgement, up to which open absences are known. */
  readonly asOf: Date;
  readonly day: string;
  readonly week: Week;
  readonly zone: string;
  readonly isEffective: boolean;
  /** Effective lines added and deleted; `null` when GitHub did not provide them all. */
  readonly lines: number | null;
  readonly services: readonly string[];
  /** The organization's scopes that have it, by name. */
  readonly scopes: readonly string[];
  /** `null` for a push, which has no reviews. */
  readonly isApproved: boolean | null;
  /** The commits and changes that it claims to revert and repeat, and those that it reverts in part. */
  readonly says: Omit<SettledClaims, "restating">;
  /** Whether every own commit is the work of earlier changes. */
  readonly isOnlyContainer: boolean;
  readonly carriers: readonly CarrierReceipt[];
  readonly rules: ChangeRules;
  /** The choice of `auto` at its arrival, or the present one; `null` where there is none. */
  readonly shipChoice: ShipChoice | null;
  /** Without a deployment where shipping means merging. */
  readonly arrival: {
    readonly deployment: DeploymentName | null;
    readonly environment: string | null;
    readonly at: Date;
  } | null;
  /** Whether production reached it without its content, which never came. */
  readonly isLeftOut: boolean;
  /** The times in which production held none of its carriers, after its arrival. */
  readonly absences: readonly AbsenceReceipt[];
  readonly undoing: {
    readonly by: { readonly change: string } | { readonly deployment: DeploymentName };
    readonly at: Date;
    readonly isLate: boolean;
  } | null;
  readonly outcome: Outcome;
  readonly rule: string;
  /** The normalized deployment of its day to which it belongs if it is net; `null` when it has no builder. */
  readonly pair: string | null;
}

/** Writes the receipt of a change. */
export function changeReceipt(shipped: JudgedChange, inquiry: Inquiry, reading: Reading): ChangeReceipt {
  const { change, arrival, outcome } = shipped;
  const { repository, zone } = inquiry;
  return {
    id: changeName(repository, change),
    state: isPush(change) ? "pushed" : "merged",
    mergedAt: change.mergedAt,
    asOf: inquiry.now,
    day: dayOf(change.mergedAt, zone),
    week: weekOf(change.mergedAt, zone),
    zone,
    ...reading,
    attribution: { ...reading.attribution, attribution: change.attribution },
    isEffective: change.isEffective,
    lines: change.lines ?? null,
    services: change.services,
    scopes: inquiry.scopesOf?.(change) ?? [],
    isApproved: change.isApproved ?? null,
    says: { reverts: change.reverts, pickedFrom: change.pickedFrom, partial: change.partial },
    ...relatedChanges(change, inquiry),
    isOnlyContainer: inquiry.relations.relatedTo(change).isOnlyContainer,
    carriers: carrierReceipts(change, inquiry),
    rules: changeRules(inquiry.rulesAt(change.mergedAt)),
    shipChoice: shipModeAt(inquiry, arrival?.at ?? inquiry.now).choice ?? null,
    arrival: arrival === undefined ? null : arrivalReceipt(arrival),
    isLeftOut: inquiry.changeStayOf(change).isWithoutContent,
    absences: inquiry.changeStayOf(change).absences.map(absenceReceipt),
    undoing: undoingReceipt(shipped.undoing, repository),
    outcome,
    rule: ruleOfChange(shipped.grounds),
    pair: inquiry.pairs.get(change.id) ?? null,
  };
}

function arrivalReceipt({ deploymentId, environment, at }: NonNullable<ShippedChange["arrival"]>) {
  if (deploymentId === undefined) return { deployment: null, environment: null, at };
  return { deployment: deploymentName(deploymentId), environment, at };
}

function undoingReceipt(undoing: Undoing | undefined, repository: string): ChangeReceipt["undoing"] {
  if (undoing === undefined) return null;
  const { by, at, isLate } = undoing;
  if (by.kind === "revert")
    return { by: { change: changeName(repository, { id: by.changeId }) }, at, isLate };
  return { by: { deployment: deploymentName(by.deploymentId) }, at, isLate };
}
