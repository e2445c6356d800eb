import type { Creator } from "./deployment.ts";
import type { Outcome, ShippedChange } from "./judgement.ts";
import type { Landing, Reason } from "./timeline.ts";

/** One finished deployment: counted, or not counted for exactly one reason. */
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
}

const EFFECTIVE: ReadonlySet<Outcome> = new Set(["withdrawn", "undone", "net"]);

/** Gives each deployment its place: counted when it was the first to carry an effective change. */
export function ledgerOf(
  landings: readonly Pick<Landing, "finished" | "reason">[],
  changes: readonly ShippedChange[],
): LedgerRow[] {
  const effective = changes.filter(({ outcome }) => EFFECTIVE.has(outcome));
  const carriers = new Set(effective.map(({ arrival }) => arrival?.deploymentId));
  return landings.map(({ finished: { deployment, environment, channel, at, failedLater }, reason }) => ({
    deploymentId: deployment.id,
    kind: deployment.kind,
    sha: deployment.sha,
    environment,
    channel,
    at,
    reason: reason ?? (carriers.has(deployment.id) ? undefined : "no-effective-change"),
    by: deployment.creator?.kind,
    failedLater,
  }));
}
