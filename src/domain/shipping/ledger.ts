import type { Creator } from "./creator.ts";
import type { EventKey } from "./deployment.ts";
import type { ShippedChange } from "./judgement.ts";
import { OUTCOMES } from "./outcome.ts";
import type { Arrival } from "./stays.ts";
import type { DeploymentEffect, Reason } from "./timeline.ts";

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
  /** The kind of account that filed it; a deployment filed by hand shows as a person's. */
  readonly by: Creator["kind"] | undefined;
  /** A failure that came too late to cancel it. */
  readonly failedLater: Date | undefined;
  /** The time at which the release was withdrawn, which may undo the changes that it brought. */
  readonly withdrawnAt?: Date | undefined;
}

/** An event, and the reason why it is not counted, as far as production alone decides it. */
export type EffectWithReason = Pick<DeploymentEffect, "event" | "reason">;

/** Gives each event its place. An event is counted when it was the first to carry an effective change. */
export function ledgerOf(
  effects: readonly EffectWithReason[],
  changes: readonly ShippedChange[],
): LedgerRow[] {
  const isAsked = new Set<number | undefined>(effects.map(({ event }) => event.deployment.id));
  // A key is a text, and most changes arrived with deployments of other weeks.
  const asked = changes.filter(({ arrival }) => isAsked.has(arrival?.deploymentId));
  const brought = Map.groupBy(asked, ({ arrival }) => arrivalKey(arrival));
  return effects.filter(isOwnRow).map((effect) => {
    const { event } = effect;
    return {
      deploymentId: event.deployment.id,
      kind: event.deployment.kind,
      sha: event.sha,
      environment: event.environment,
      channel: event.channel,
      at: event.at,
      reason: groundsOf(effect, brought.get(eventKey(event))).reason,
      by: event.deployment.creator?.kind,
      failedLater: event.failedLater,
      withdrawnAt: event.withdrawnAt,
    };
  });
}

type PlainReason = Exclude<Reason, "preview" | "failed">;

/** The reason why an event is counted or not: the one rule that decided, and its facts. */
export type DeploymentGrounds =
  /** The ids of the effective changes that it was the first to bring. */
  | { readonly reason: undefined; readonly rule: "first-to-bring"; readonly changes: readonly string[] }
  | { readonly reason: "preview"; readonly rule: "transient" | "prerelease" }
  | { readonly reason: "failed"; readonly rule: "never-succeeded" | "cancelled" }
  | { readonly reason: PlainReason; readonly rule: PlainReason };

/** The reason why an event is counted or not, by the changes that it was the first to bring. */
export function groundsOf(
  { event, reason }: EffectWithReason,
  brought: readonly ShippedChange[] = [],
): DeploymentGrounds {
  if (reason === "preview")
    return { reason, rule: event.deployment.kind === "release" ? "prerelease" : "transient" };
  if (reason === "failed")
    return { reason, rule: event.conclusion === "cancelled" ? "cancelled" : "never-succeeded" };
  if (reason !== undefined) return { reason, rule: reason };
  const changes = brought.filter(({ outcome }) => OUTCOMES[outcome].isOutput).map(({ change }) => change.id);
  if (changes.length === 0) return { reason: "no-effective-change", rule: "no-effective-change" };
  return { reason: undefined, rule: "first-to-bring", changes };
}

/** A withdrawal has no row of its own: the row of its release shows it. */
export function isOwnRow({ event }: Pick<DeploymentEffect, "event">): boolean {
  return event.ending !== "withdrawn";
}

/** The key of an event as text, unique in a repository. */
export function eventKey({ deployment, at, environment }: EventKey): string {
  return `${deployment.id} ${at.getTime()} ${environment}`;
}

/** The event of an arrival, in the form of `eventKey`. */
export function arrivalKey(arrival: Arrival | undefined): string | undefined {
  if (arrival?.deploymentId === undefined) return undefined;
  const { deploymentId: id, at, deployedAt = at, environment } = arrival;
  return eventKey({ deployment: { id }, at: deployedAt, environment });
}
