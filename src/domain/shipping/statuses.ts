import type { Deployment, DeploymentState, DeploymentStatus } from "./deployment.ts";

/** A status with the environment that it is about. */
export interface PlacedStatus {
  readonly state: DeploymentState;
  readonly at: Date;
  readonly environment: string;
}

/**
 * The statuses of a deployment in the order in which they were given, each once and with its environment.
 *
 * One that names no environment is about that of the status before it, and the first about that of the deployment: so
 * says GitHub of its `environment`.
 */
export function placedStatuses({ statuses, environment: filedFor }: Deployment): PlacedStatus[] {
  let environment = filedFor;
  const placed = inOrder(distinct(statuses)).map((status): PlacedStatus => {
    environment = status.environment ?? environment;
    return { state: status.state, at: status.at, environment };
  });
  // One that names nothing may be the same as one that names what that inherits.
  return [...new Map(placed.map((each) => [keyOf(each), each])).values()];
}

/** Each status once: it may be told with its number or without. */
function distinct(statuses: readonly DeploymentStatus[]): DeploymentStatus[] {
  const known = new Map<string, DeploymentStatus>();
  for (const status of statuses) {
    const key = keyOf(status);
    const id = Math.max(status.id ?? 0, known.get(key)?.id ?? 0);
    known.set(key, { ...status, id: id === 0 ? undefined : id });
  }
  return [...known.values()];
}

function keyOf({ state, at, environment = "" }: DeploymentStatus): string {
  return `${state} ${at.getTime()} ${environment}`;
}

/** Where no number tells which of one second came first, a success is the last word. */
const RANK: Readonly<Record<DeploymentState, number>> = {
  queued: 0,
  pending: 1,
  waiting: 2,
  in_progress: 3,
  inactive: 4,
  error: 5,
  failure: 6,
  success: 7,
};

/**
 * GitHub's times are whole seconds: within one, the numbers tell.
 *
 * What was read of the past may have none. It was there before the App was, so it came before what a webhook numbers.
 */
function inOrder(statuses: readonly DeploymentStatus[]): DeploymentStatus[] {
  const seconds = Map.groupBy(statuses, ({ at }) => at.getTime());
  return [...seconds]
    .sort(([a], [b]) => a - b)
    .flatMap(([, same]) =>
      same.toSorted(
        (a, b) =>
          (a.id ?? 0) - (b.id ?? 0) ||
          RANK[a.state] - RANK[b.state] ||
          ((a.environment ?? "") < (b.environment ?? "") ? -1 : 1),
      ),
    );
}

/** Whether nothing but numbers can tell the order of some statuses: two of a second that do not say the same. */
export function isOrderOpen(statuses: readonly DeploymentStatus[]): boolean {
  const deciding = statuses.filter(({ state }) => RANK[state] >= RANK.inactive);
  const seconds = Map.groupBy(deciding, ({ at }) => at.getTime());
  return [...seconds.values()].some((same) => same.length > 1 && same.some(({ id }) => id === undefined));
}
