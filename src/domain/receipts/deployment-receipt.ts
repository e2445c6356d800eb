import type { Creator } from "../shipping/creator.ts";
import type { DeploymentState, Ending, JudgedEvent } from "../shipping/deployment.ts";
import { type ProductionGround, productionGround } from "../shipping/event-judgement.ts";
import type { ShippedChange } from "../shipping/judgement.ts";
import { type EffectWithReason, groundsOf } from "../shipping/ledger.ts";
import type { Outcome } from "../shipping/outcome.ts";
import type { ReleaseState } from "../shipping/release.ts";
import type { Reason } from "../shipping/timeline.ts";
import { ruleOfDeployment } from "./deployment-rule.ts";
import type { Inquiry } from "./inquiry.ts";
import { changeName, type DeploymentName, deploymentName } from "./names.ts";
import { type DeploymentRules, deploymentRules } from "./rules-receipt.ts";

/** A status of a deployment, or a state of a release at one time. */
export interface StatusReceipt {
  readonly state: DeploymentState | ReleaseState["state"];
  readonly at: Date;
  /** The environment in the status, which may differ from the deployment's; the tag of a release. */
  readonly environment: string | null;
}

/**
 * All facts about an event of a deployment or release, and the rule that decided. The keys are the keys of `explain
 * --json`.
 */
export interface DeploymentReceipt extends DeploymentName {
  readonly sha: string;
  /** Its environment: that of the deciding status, else the one for which it was filed. */
  readonly environment: string;
  /** The environment for which it was filed. */
  readonly filedFor: string;
  /** The service that was deployed; `null` for the whole repository. */
  readonly channel: string | null;
  /** GitHub's flags of its environment. */
  readonly flags: { readonly production: boolean; readonly transient: boolean };
  /** The reason why its environment is production; `null` when it is not. */
  readonly production: ProductionGround | null;
  /** The kind of account that filed it; `null` when the account was deleted. */
  readonly creator: Creator["kind"] | null;
  readonly statuses: readonly StatusReceipt[];
  readonly rules: DeploymentRules;
  readonly ending: Ending;
  readonly endedAt: Date;
  /** A failure that came too late to cancel it. */
  readonly failedLater: Date | null;
  /** The time at which the release was withdrawn. */
  readonly withdrawnAt: Date | null;
  /** The changes that it was the first to bring, in the order of their merges. */
  readonly brought: readonly { readonly id: string; readonly outcome: Outcome }[];
  /** The reason why it is not counted; `null` when it is. */
  readonly reason: Reason | null;
  readonly rule: string;
}

/** Writes the receipt of a deployment that was the first to bring some changes. */
export function deploymentReceipt(
  landed: EffectWithReason,
  brought: readonly ShippedChange[],
  { repository, rulesAt }: Inquiry,
): DeploymentReceipt {
  const { event } = landed;
  const grounds = groundsOf(landed, brought);
  const { deployment, sha, environment, channel, at, ending, failedLater, withdrawnAt } = event;
  const rules = rulesAt(at);
  return {
    ...deploymentName(deployment.id),
    sha,
    environment,
    filedFor: deployment.kind === "deployment" ? deployment.environment : environment,
    channel: channel || null,
    flags: { production: event.isProduction, transient: event.isTransient },
    production: productionGround(event, rules) ?? null,
    creator: deployment.creator?.kind ?? null,
    statuses: statusesOf(event),
    rules: deploymentRules(rules),
    ending,
    endedAt: at,
    failedLater: failedLater ?? null,
    withdrawnAt: withdrawnAt ?? null,
    brought: brought.map(({ change, outcome }) => ({ id: changeName(repository, change), outcome })),
    reason: grounds.reason ?? null,
    rule: ruleOfDeployment(grounds),
  };
}

function statusesOf({ deployment }: JudgedEvent): StatusReceipt[] {
  const statuses: readonly StatusReceipt[] =
    deployment.kind === "release"
      ? deployment.releaseStates.map(({ state, at, tag }) => ({ state, at, environment: tag }))
      : deployment.statuses.map(({ state, at, environment = null }) => ({ state, at, environment }));
  return statuses.toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.state.localeCompare(b.state));
}
