import { HOUR_MS } from "../durations.ts";
import type { Deployment, DeploymentEvent, DeploymentState } from "./deployment.ts";
import { type PlacedStatus, placedStatuses } from "./statuses.ts";

/** A success of some deployment. */
export interface Success {
  readonly environment: string;
  readonly at: Date;
}

/** Finds the deployment with the last success in an environment before one success; `undefined` when there is none. */
export type FindBefore = (success: Success & { readonly deploymentId: number }) => number | undefined;

const FAILURES: ReadonlySet<DeploymentState> = new Set(["error", "failure"]);

/** Each success of a deployment, with its environment. */
export function successesOf(deployment: Deployment): Success[] {
  return placedStatuses(deployment)
    .filter(({ state }) => state === "success")
    .map(({ environment, at }) => ({ environment, at }));
}

/**
 * The events of a deployment. Tools use one record for several deployments, and move it from one environment to the
 * next.
 *
 * A success begins an event when something else came between: another deployment's success in that environment, an
 * `inactive`, or its own success somewhere else. Otherwise it continues the event before. A failure within an hour of
 * the success, with no later success of the event, cancels it: tools mark a deployment successful first, and failed
 * after their smoke tests.
 */
export function deploymentEvents(deployment: Deployment, findBefore: FindBefore): DeploymentEvent[] {
  const statuses = placedStatuses(deployment);
  const { begun, tries } = follow(statuses, { deploymentId: deployment.id, findBefore });
  const events = [
    ...begun.map((each) => toEvent(deployment, each)),
    ...[...tries].map(([environment, at]) => failed(deployment, { environment, at })),
  ];
  if (events.length > 0) return events;
  // A record without a success that is `inactive` was superseded.
  const superseded = statuses.findLast(({ state }) => state === "inactive");
  return superseded === undefined ? [] : [failed(deployment, superseded)];
}

/** An event under way. */
interface Begun extends Success {
  failure: Date | undefined;
  /** Whether the next success begins another event. */
  isOver: boolean;
}

interface Following {
  readonly deploymentId: number;
  readonly findBefore: FindBefore;
}

function follow(statuses: readonly PlacedStatus[], { deploymentId, findBefore }: Following) {
  const begun: Begun[] = [];
  const tries = new Map<string, Date>();
  for (const { state, at, environment } of statuses) {
    const last = begun.findLast((each) => each.environment === environment);
    if (state === "inactive") for (const each of begun) each.isOver = true;
    if (FAILURES.has(state) && last === undefined) tries.set(environment, at);
    if (FAILURES.has(state) && last !== undefined) last.failure ??= at;
    if (state !== "success") continue;
    tries.delete(environment);
    const isAgain =
      last !== undefined &&
      last === begun.at(-1) &&
      !last.isOver &&
      findBefore({ environment, at, deploymentId }) === deploymentId;
    if (isAgain) last.failure = undefined;
    else begun.push({ environment, at, failure: undefined, isOver: false });
  }
  return { begun, tries };
}

function toEvent(deployment: Deployment, { environment, at, failure }: Begun): DeploymentEvent {
  const isCancelled = failure !== undefined && failure.getTime() - at.getTime() <= HOUR_MS;
  return {
    ...placeOf(deployment, environment),
    at,
    conclusion: isCancelled ? "cancelled" : "succeeded",
    failedLater: isCancelled ? undefined : failure,
    withdrawnAt: undefined,
  };
}

function failed(deployment: Deployment, { environment, at }: Success): DeploymentEvent {
  const nothing = { failedLater: undefined, withdrawnAt: undefined };
  return { ...placeOf(deployment, environment), at, conclusion: "failed", ...nothing };
}

/** GitHub's production flag is about the environment for which a deployment was filed, and about no other. */
function placeOf(deployment: Deployment, environment: string) {
  const { sha, isTransient } = deployment;
  const isProduction = deployment.isProduction && environment === deployment.environment;
  return { deployment, sha, environment, target: environment, isProduction, isTransient };
}
