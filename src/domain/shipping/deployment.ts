import { DEFAULT_RULES, isProductionName, type Rules, rulesAt, serviceOf } from "./rules.ts";

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
  /** When GitHub received it. */
  readonly at: Date;
  /** The environment that the status names, which may differ from its deployment's. */
  readonly environment: string | undefined;
}

/** Whoever filed a deployment. */
export interface Creator {
  /** A keyed hash of the account's id. */
  readonly id: string;
  readonly kind: "app" | "person";
}

/** A GitHub deployment with all its known statuses, or a release, which is one success under its tag's name. */
export interface Deployment {
  readonly kind: "deployment" | "release";
  readonly id: number;
  readonly sha: string;
  readonly environment: string;
  /** GitHub's `production_environment`. */
  readonly isProduction: boolean;
  /** GitHub's `transient_environment`: a preview that will not stay. */
  readonly isTransient: boolean;
  /** Absent when the account was deleted. */
  readonly creator: Creator | undefined;
  readonly statuses: readonly DeploymentStatus[];
}

/** How a deployment ended; production means that it succeeded there. */
export type Ending = "production" | "untrusted-creator" | "preview" | "not-production" | "failed";

/** A deployment that has ended, and when that was decided. */
export interface FinishedDeployment {
  readonly deployment: Deployment;
  readonly environment: string;
  /** The service that was deployed; empty for the whole repository. */
  readonly channel: string;
  readonly at: Date;
  readonly ending: Ending;
  /** A failure too late to cancel the success. */
  readonly failedLater: Date | undefined;
}

const HOUR = 3_600_000;
const FAILURES: ReadonlySet<DeploymentState> = new Set(["error", "failure"]);
/** Without a success, `inactive` means superseded. */
const ENDS: ReadonlySet<DeploymentState> = new Set([...FAILURES, "inactive"]);

/**
 * Judges a deployment by its statuses and the rules of its time; `undefined` while it is unfinished.
 *
 * The first `success` decides. A failure within an hour of it, with no later success, cancels it: tools mark a
 * deployment successful first and failed once their smoke tests have run.
 */
export function finish(deployment: Deployment, rules: readonly Rules[] = []): FinishedDeployment | undefined {
  const statuses = [...deployment.statuses].sort(byTime);
  const success = statuses.find(({ state }) => state === "success");
  const deciding = success ?? statuses.findLast(({ state }) => ENDS.has(state));
  if (deciding === undefined) return undefined;
  const environment =
    statuses.findLast((status) => status.environment !== undefined && status.at <= deciding.at)
      ?.environment ?? deployment.environment;
  const inForce = rulesAt(rules, deciding.at) ?? DEFAULT_RULES;
  const failure = success && failureAfter(statuses, success);
  const isCancelled = failure !== undefined && failure.at.getTime() - deciding.at.getTime() <= HOUR;
  const hasFailed = success === undefined || isCancelled;
  return {
    deployment,
    environment,
    channel: serviceOf(environment, inForce) ?? "",
    at: deciding.at,
    ending: ending({ deployment, environment, hasFailed }, inForce),
    failedLater: isCancelled ? undefined : failure?.at,
  };
}

/** All finished deployments, in the order in which they were decided. */
export function finishAll(
  deployments: readonly Deployment[],
  rules: readonly Rules[] = [],
): FinishedDeployment[] {
  return distinct(deployments)
    .map((deployment) => finish(deployment, rules))
    .filter((finished) => finished !== undefined)
    .sort(byEnd);
}

/** Each deployment once, with all that is told of it anywhere. */
function distinct(deployments: readonly Deployment[]): Deployment[] {
  const known = new Map<string, Deployment>();
  for (const deployment of deployments) {
    const key = `${deployment.kind} ${deployment.id}`;
    const statuses = [...(known.get(key)?.statuses ?? []), ...deployment.statuses];
    known.set(key, { ...deployment, statuses });
  }
  return [...known.values()];
}

/** Deployments in the order in which they were decided. */
export function byEnd(a: FinishedDeployment, b: FinishedDeployment): number {
  return a.at.getTime() - b.at.getTime() || a.deployment.id - b.deployment.id;
}

function ending(
  of: { readonly deployment: Deployment; readonly environment: string; readonly hasFailed: boolean },
  rules: Rules,
): Ending {
  const { creator, isTransient, isProduction } = of.deployment;
  if (rules.creators !== undefined && !rules.creators.includes(creator?.id ?? "")) return "untrusted-creator";
  if (isTransient) return "preview";
  if (!isProduction && !isProductionName(of.environment, rules)) return "not-production";
  return of.hasFailed ? "failed" : "production";
}

/** The first failure that no later success makes good. */
function failureAfter(
  statuses: readonly DeploymentStatus[],
  success: DeploymentStatus,
): DeploymentStatus | undefined {
  const last = statuses.findLast(({ state }) => state === "success") ?? success;
  return statuses.find(({ state, at }) => FAILURES.has(state) && at >= last.at);
}

function byTime(a: DeploymentStatus, b: DeploymentStatus): number {
  return a.at.getTime() - b.at.getTime() || a.state.localeCompare(b.state);
}
