import type { Creator } from "./creator.ts";
import type { Release } from "./release.ts";

/** The state of a deployment status, in GitHub's words. */
export type DeploymentState =
  | "error"
  | "failure"
  | "inactive"
  | "in_progress"
  | "pending"
  | "queued"
  | "success"
  | "waiting";

/** One status of a deployment; GitHub may deliver it late, twice, or out of order. */
export interface DeploymentStatus {
  readonly state: DeploymentState;
  /** The time at which GitHub received it, to the second. */
  readonly at: Date;
  /** The environment in the status, which may differ from its deployment's. */
  readonly environment: string | undefined;
  /** GitHub's number of it: a later status has a higher one. GraphQL does not provide it. */
  readonly id?: number | undefined;
}

/** A GitHub deployment with all its known statuses: a record that may be deployed several times. */
export interface Deployment {
  readonly kind: "deployment";
  readonly id: number;
  readonly sha: string;
  /** The environment for which it was filed. */
  readonly environment: string;
  /** GitHub's `production_environment`, which is about the environment above. */
  readonly isProduction: boolean;
  /** GitHub's `transient_environment`: a temporary preview. */
  readonly isTransient: boolean;
  /** Absent when the account was deleted. */
  readonly creator: Creator | undefined;
  readonly statuses: readonly DeploymentStatus[];
}

/** GitHub's record of something that may ship. */
export type ShippingRecord = Deployment | Release;

/** The end of an event. A failure cancels a success; a release is withdrawn. */
export type EventConclusion = "succeeded" | "failed" | "cancelled" | "withdrawn";

/** One thing that a record did: it was deployed or released, failed, or was withdrawn. */
export interface DeploymentEvent {
  readonly deployment: ShippingRecord;
  readonly sha: string;
  readonly environment: string;
  /** The target that it changes: an environment, or a release of its own. */
  readonly target: string;
  /** The time of the conclusion. */
  readonly at: Date;
  readonly conclusion: EventConclusion;
  /** Whether GitHub marks it as production. */
  readonly isProduction: boolean;
  /** A preview, or a prerelease. */
  readonly isTransient: boolean;
  /** A failure too late to cancel the success. */
  readonly failedLater: Date | undefined;
  /** The time at which the release was withdrawn. */
  readonly withdrawnAt: Date | undefined;
}

/** The end of an event by the rules; `production` means that it succeeded there. */
export type Ending =
  | "production"
  | "untrusted-creator"
  | "preview"
  | "not-production"
  | "failed"
  /** A release that shipped was withdrawn: its target no longer holds its commits. */
  | "withdrawn";

/** An event, judged by the rules of its time. */
export interface JudgedEvent extends DeploymentEvent {
  /** The service that was deployed; empty for the whole repository. */
  readonly channel: string;
  readonly ending: Ending;
}

/** Events in the order of their conclusions. */
export function byEnd(a: EventKey, b: EventKey): number {
  return (
    a.at.getTime() - b.at.getTime() ||
    a.deployment.id - b.deployment.id ||
    compareText(a.environment, b.environment)
  );
}

/** The fields that distinguish an event from all others of a repository. */
export interface EventKey {
  readonly deployment: { readonly id: number };
  readonly at: Date;
  readonly environment: string;
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
