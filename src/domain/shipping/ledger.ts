import type { Creator } from "./creator.ts";
import type { EventKey } from "./deployment.ts";
import type { ShippedChange } from "./judgement.ts";
import { OUTCOMES } from "./outcome.ts";
import type { Arrival } from "./passages.ts";
import type { Landing, Reason } from "./timeline.ts";

/** One event of a deployment or release: counted, or not counted for exactly one reason. */
export interface LedgerRow {
  readonly deploymentId: number;
  readonly kind: "deployment" | "release";
  readonly sha: string;
  readonly environment: string;
  /** The service that was deployed; empty for the whole repository. */
  readonly channel: string;
  readonly at: Date;
  readonly reason: Reason | undefined;
  /** What filed it; a deployment filed by hand shows as a person's. */
  readonly by: Creator["kind"] | undefined;
  /** A failure that came too late to cancel it. */
  readonly failedLater: Date | undefined;
  /** When the release was taken back: what it brought may be undone by that. */
  readonly withdrawnAt?: Date | undefined;
}

/** Gives each event its place: counted when it was the first to carry an effective change. */
export function ledgerOf(
  landings: readonly Pick<Landing, "finished" | "reason">[],
  changes: readonly ShippedChange[],
): LedgerRow[] {
  const effective = changes.filter(({ outcome }) => OUTCOMES[outcome].isOutput);
  const carriers = new Set(effective.map(({ arrival }) => arrivalKey(arrival)));
  return landings.filter(isOwnRow).map(({ finished, reason }) => ({
    deploymentId: finished.deployment.id,
    kind: finished.deployment.kind,
    sha: finished.sha,
    environment: finished.environment,
    channel: finished.channel,
    at: finished.at,
    reason: reason ?? (carriers.has(eventKey(finished)) ? undefined : "no-effective-change"),
    by: finished.deployment.creator?.kind,
    failedLater: finished.failedLater,
    withdrawnAt: finished.withdrawnAt,
  }));
}

/** A withdrawal stands in the row of what it takes back. */
export function isOwnRow({ finished }: Pick<Landing, "finished">): boolean {
  return finished.ending !== "withdrawn";
}

/** What tells an event from all others of a repository, as text. */
export function eventKey({ deployment, at, environment }: EventKey): string {
  return `${deployment.id} ${at.getTime()} ${environment}`;
}

/** The event that brought something, as `eventKey` names it. */
export function arrivalKey(arrival: Arrival | undefined): string | undefined {
  if (arrival?.deploymentId === undefined) return undefined;
  const { deploymentId: id, at, deployedAt = at, environment } = arrival;
  return eventKey({ deployment: { id }, at: deployedAt, environment });
}
