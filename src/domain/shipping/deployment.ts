import type { Creator } from "./creator.ts";
import type { Release } from "./release.ts";

/** What a deployment status says, in GitHub's words. */
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
  /** When GitHub received it, to the second. */
  readonly at: Date;
  /** The environment that the status names, which may differ from its deployment's. */
  readonly environment: string | undefined;
  /** GitHub's number of it: a later status has a higher one. GraphQL does not tell it. */
  readonly id?: number | undefined;
}

/** A GitHub deployment with all its known statuses: a record that may be deployed several times. */
export interface Deployment {
  readonly kind: "deployment";
  readonly id: number;
  readonly sha: string;
  /** The environment that it was filed for. */
  readonly environment: string;
  /** GitHub's `production_environment`, which speaks of the environment that it was filed for. */
  readonly isProduction: boolean;
  /** GitHub's `transient_environment`: a preview that will not stay. */
  readonly isTransient: boolean;
  /** Absent when the account was deleted. */
  readonly creator: Creator | undefined;
  readonly statuses: readonly DeploymentStatus[];
}

/** What GitHub keeps of something that may ship. */
export type ShippingRecord = Deployment | Release;

/** How something that a record did ended. A failure cancels a success; a release is withdrawn. */
export type EventConclusion = "succeeded" | "failed" | "cancelled" | "withdrawn";

/** One thing that a record did: it was deployed or released, tried to be, or was withdrawn. */
export interface DeploymentEvent {
  readonly deployment: ShippingRecord;
  readonly sha: string;
  readonly environment: string;
  /** What it moves: an environment, or a release of its own. */
  readonly target: string;
  /** When that was decided. */
  readonly at: Date;
  readonly conclusion: EventConclusion;
  /** Whether GitHub says that it is production. */
  readonly isProduction: boolean;
  /** A preview, or a prerelease. */
  readonly isTransient: boolean;
  /** A failure too late to cancel the success. */
  readonly failedLater: Date | undefined;
  /** When the release was taken back. */
  readonly withdrawnAt: Date | undefined;
}

/** How an event ended by the rules; production means that it succeeded there. */
export type Ending =
  | "production"
  | "untrusted-creator"
  | "preview"
  | "not-production"
  | "failed"
  /** A release that shipped was taken back: what it brought is gone from its target. */
  | "withdrawn";

/** An event, judged by the rules of its time. */
export interface FinishedDeployment extends DeploymentEvent {
  /** The service that was deployed; empty for the whole repository. */
  readonly channel: string;
  readonly ending: Ending;
}

/** Events in the order in which they were decided. */
export function byEnd(a: EventKey, b: EventKey): number {
  return (
    a.at.getTime() - b.at.getTime() ||
    a.deployment.id - b.deployment.id ||
    compareText(a.environment, b.environment)
  );
}

/** What tells an event from all others of a repository. */
export interface EventKey {
  readonly deployment: { readonly id: number };
  readonly at: Date;
  readonly environment: string;
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
