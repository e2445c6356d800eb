import { type Change, isDeployedIn, WHOLE } from "./change.ts";
import { type EnvironmentCount, totalOf } from "./environment-counts.ts";
import { type Rules, type ShipMode, serviceOf } from "./rules.ts";
import { otherWay } from "./ship-choice.ts";

/** The reason why nothing reaches production. */
export type WaitingCause =
  /** There was no deployment and no release, or none of the kind in the config. */
  | "nothing-deployed"
  | "not-production"
  | "preview"
  | "untrusted-creator"
  | "failed"
  /** The production events are of another kind than the one in the config. */
  | "other-way"
  | "baseline"
  | "range-unknown"
  /** Production deployments were made, and none of them carries the change. */
  | "waiting";

/** An environment, and the number of deployments to it. */
export interface SeenEnvironment {
  readonly environment: string;
  readonly number: number;
}

/** The reason why work waits for production, with the deployments and releases that were seen. */
export interface Waiting {
  readonly cause: WaitingCause;
  readonly ship: ShipMode | "auto";
  readonly kind: EnvironmentCount["kind"];
  /** The number of deployments or releases with this cause. */
  readonly number: number;
  /** Their environments, the most used first; at most `MOST_ENVIRONMENTS`. */
  readonly environments: readonly SeenEnvironment[];
  readonly moreEnvironments: number;
}

/** The most environments that are named. Further ones are counted. */
const MOST_ENVIRONMENTS = 5;

/**
 * The causes in their order of precedence where nothing reached production. A failed deployment was on its way there.
 * Of the others, a name is more often misread than a flag.
 */
const SHORT_OF_PRODUCTION = ["failed", "not-production", "untrusted-creator", "preview"] as const;
const UNLINKED: ReadonlySet<EnvironmentCount["reason"]> = new Set(["baseline", "range-unknown"]);

/** The reason why work waits, by the deployments and releases that were seen, and by the way of shipping. */
export function waitingBecause(
  environmentCounts: readonly EnvironmentCount[],
  ship: ShipMode | "auto",
): Waiting {
  const own = environmentCounts.filter((each) => isOwn(each, ship));
  const other = environmentCounts.filter((each) => !own.includes(each) && hasReached(each));
  if (own.length === 0 && other.length > 0)
    return waiting("other-way", other, ship === "auto" ? waysNotOf(other) : ship);
  const reached = own.filter(hasReached);
  if (reached.length === 0) {
    for (const cause of SHORT_OF_PRODUCTION) {
      const seen = own.filter(({ reason }) => reason === cause);
      if (seen.length > 0) return waiting(cause, seen, ship);
    }
    return waiting("nothing-deployed", [], ship);
  }
  if (reached.some(({ reason }) => !UNLINKED.has(reason))) return waiting("waiting", reached, ship);
  const isUnknown = reached.some(({ reason }) => reason === "range-unknown");
  return waiting(isUnknown ? "range-unknown" : "baseline", reached, ship);
}

function isOwn({ kind, reason }: EnvironmentCount, ship: Waiting["ship"]): boolean {
  return ship === "auto" ? reason !== "not-in-force" : `${kind}s` === ship;
}

/** The way of shipping that excludes these events. */
function waysNotOf([first]: readonly EnvironmentCount[]): ShipMode {
  return otherWay(`${first?.kind ?? "release"}s`);
}

/** The reason why one change waits, by the events before its merge and since. */
export function changeWaitsBecause(
  {
    before,
    since,
  }: { readonly before: readonly EnvironmentCount[]; readonly since: readonly EnvironmentCount[] },
  ship: Waiting["ship"],
): Waiting {
  const found = waitingBecause([...before, ...since], ship);
  const isReached =
    found.cause === "waiting" || found.cause === "baseline" || found.cause === "range-unknown";
  // Where production is known, only deployments since the merge could have carried the change.
  return isReached ? waiting("waiting", since.filter(hasReached), ship) : found;
}

/** A merged change, how its repository ships, and its rules. */
interface Awaiting {
  readonly ship: Waiting["ship"];
  readonly rules: Rules;
  readonly change: Pick<Change, "services">;
}

/** The production environments that were deployed before a merge and include the change, the most used first. */
export function awaitedEnvironments(
  before: readonly EnvironmentCount[],
  { ship, rules, change }: Awaiting,
): string[] {
  const reached = before.filter(
    (each) => each.kind === "deployment" && isOwn(each, ship) && hasReached(each),
  );
  const including = reached.filter(({ environment }) =>
    isDeployedIn(change, serviceOf(environment, rules) ?? WHOLE),
  );
  return byEnvironment(including).map(({ environment }) => environment);
}

/** Whether it succeeded in production, even if it brought nothing. */
function hasReached({ reason }: EnvironmentCount): boolean {
  return !SHORT_OF_PRODUCTION.some((short) => short === reason);
}

function waiting(cause: WaitingCause, seen: readonly EnvironmentCount[], ship: Waiting["ship"]): Waiting {
  const environments = byEnvironment(seen.filter(({ kind }) => kind === "deployment"));
  return {
    cause,
    ship,
    kind: seen[0]?.kind ?? kindOf(ship),
    number: totalOf(seen),
    environments: environments.slice(0, MOST_ENVIRONMENTS),
    moreEnvironments: Math.max(0, environments.length - MOST_ENVIRONMENTS),
  };
}

function kindOf(ship: Waiting["ship"]): EnvironmentCount["kind"] {
  return ship === "releases" ? "release" : "deployment";
}

function byEnvironment(seen: readonly EnvironmentCount[]): SeenEnvironment[] {
  const numbers = new Map<string, number>();
  for (const { environment, number } of seen)
    numbers.set(environment, (numbers.get(environment) ?? 0) + number);
  return [...numbers]
    .map(([environment, number]) => ({ environment, number }))
    .sort((a, b) => b.number - a.number || (a.environment < b.environment ? -1 : 1));
}
