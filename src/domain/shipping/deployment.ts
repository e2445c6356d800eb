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

/** A GitHub deployment with all its known statuses. */
export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly environment: string;
  /** GitHub's `production_environment`. */
  readonly isProduction: boolean;
  /** GitHub's `transient_environment`: a preview that will not stay. */
  readonly isTransient: boolean;
  readonly statuses: readonly DeploymentStatus[];
}

/** How a deployment ended, and when that was decided; production means it succeeded there. */
export interface FinishedDeployment {
  readonly deployment: Deployment;
  readonly environment: string;
  readonly at: Date;
  readonly ending: "production" | "preview" | "not-production" | "failed";
}

const HOUR = 3_600_000;
const FAILURES: ReadonlySet<DeploymentState> = new Set(["error", "failure"]);

/**
 * Judges a deployment by its statuses; `undefined` while it is unfinished.
 *
 * The first `success` decides. A failure within an hour of it, with no later success, cancels it: tools mark a
 * deployment successful first and failed once their smoke tests have run.
 */
export function finish(deployment: Deployment): FinishedDeployment | undefined {
  const statuses = [...deployment.statuses].sort(byTime);
  const success = statuses.find(({ state }) => state === "success");
  const failure = statuses.findLast(({ state }) => FAILURES.has(state));
  const deciding = success ?? failure;
  if (deciding === undefined) return undefined;
  const environment =
    statuses.findLast((status) => status.environment !== undefined && status.at <= deciding.at)
      ?.environment ?? deployment.environment;
  const hasFailed = success === undefined || isCancelled(statuses, success);
  return { deployment, environment, at: deciding.at, ending: ending(deployment, environment, hasFailed) };
}

/** All finished deployments, in the order in which they were decided. */
export function finishAll(deployments: readonly Deployment[]): FinishedDeployment[] {
  return deployments
    .map(finish)
    .filter((finished) => finished !== undefined)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.deployment.id - b.deployment.id);
}

function ending(
  deployment: Deployment,
  environment: string,
  hasFailed: boolean,
): FinishedDeployment["ending"] {
  if (deployment.isTransient) return "preview";
  if (!deployment.isProduction && !hasProductionName(environment)) return "not-production";
  return hasFailed ? "failed" : "production";
}

function isCancelled(statuses: readonly DeploymentStatus[], success: DeploymentStatus): boolean {
  const failure = statuses.find(
    ({ state, at }) => FAILURES.has(state) && at >= success.at && at.getTime() - success.at.getTime() <= HOUR,
  );
  if (failure === undefined) return false;
  return !statuses.some(({ state, at }) => state === "success" && at > failure.at);
}

function byTime(a: DeploymentStatus, b: DeploymentStatus): number {
  return a.at.getTime() - b.at.getTime() || a.state.localeCompare(b.state);
}

const PRODUCTION_WORDS = new Set(["production", "prod", "live"]);
const OTHER_WORDS = /^(preview|staging|stage|test|testing|qa|uat|dev|development|sandbox|non|pre)$/;

/**
 * Whether an environment's name says production: `prod`, `Production`, `live`, `production-eu`, `Production – app`.
 *
 * GitHub sets `production_environment` by itself only for the exact name `production`.
 */
function hasProductionName(environment: string): boolean {
  const words = environment.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return PRODUCTION_WORDS.has(words[0] ?? "") && !words.some((word) => OTHER_WORDS.test(word));
}
