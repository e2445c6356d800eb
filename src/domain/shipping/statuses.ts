import type { Deployment, DeploymentState, DeploymentStatus } from "./deployment.ts";

/** A status with its environment. */
export interface PlacedStatus {
  readonly state: DeploymentState;
  readonly at: Date;
  readonly environment: string;
}

/**
 * The statuses of a deployment in the order in which they were given, each once and with its environment.
 *
 * A status without an environment has that of the status before it, and the first one has that of the deployment.
 * GitHub documents `environment` like this.
 */
export function placedStatuses({ statuses, environment: filedFor }: Deployment): PlacedStatus[] {
  let environment = filedFor;
  const placed = inOrder(distinct(statuses)).map((status): PlacedStatus => {
    environment = status.environment ?? environment;
    return { state: status.state, at: status.at, environment };
  });
  // A status without an environment may equal one that names the inherited environment.
  return [...new Map(placed.map((each) => [keyOf(each), each])).values()];
}

/** Each status once, with its number if any copy has one. */
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

/** The order within one second where no number decides: a success comes last. */
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
 * GitHub's times are whole seconds. Within a second the numbers decide.
 *
 * A status from the past may have no number. It is older than the App, so it comes before the numbered ones from
 * webhooks.
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

/** Whether only numbers can decide the order of some statuses: two in the same second that differ. */
export function isOrderOpen(statuses: readonly DeploymentStatus[]): boolean {
  const deciding = statuses.filter(({ state }) => RANK[state] >= RANK.inactive);
  const seconds = Map.groupBy(deciding, ({ at }) => at.getTime());
  return [...seconds.values()].some((same) => same.length > 1 && same.some(({ id }) => id === undefined));
}
