import type { ShipMode } from "./rules.ts";
import { otherWay } from "./ship-choice.ts";
import { type Sighting, sumOf } from "./sightings.ts";

/** Why nothing reaches production that waits for it. */
export type WaitingCause =
  /** There was neither a deployment nor a release, or none of the kind that the config asks for. */
  | "nothing-deployed"
  | "not-production"
  | "preview"
  | "untrusted-creator"
  | "failed"
  /** What reached production is of the other kind than the config asks for. */
  | "other-way"
  | "baseline"
  | "range-unknown"
  /** Production deployments were made, and none of them carries it. */
  | "waiting";

/** An environment, and how many deployments went there. */
export interface SeenEnvironment {
  readonly environment: string;
  readonly number: number;
}

/** Why work waits for production, with what was seen instead. */
export interface Waiting {
  readonly cause: WaitingCause;
  readonly ship: ShipMode | "auto";
  readonly kind: Sighting["kind"];
  /** How many deployments or releases the cause is about. */
  readonly number: number;
  /** The environments of those deployments, the most used first; at most `MOST_ENVIRONMENTS`. */
  readonly environments: readonly SeenEnvironment[];
  readonly moreEnvironments: number;
}

/** So many are named; the others are counted. */
const MOST_ENVIRONMENTS = 5;

/**
 * Where nothing reached production, the first of these that was seen tells why: what failed was on its way there, and of
 * all others a name is likelier to be misread than a flag.
 */
const SHORT_OF_PRODUCTION = ["failed", "not-production", "untrusted-creator", "preview"] as const;
const UNLINKED: ReadonlySet<Sighting["reason"]> = new Set(["baseline", "range-unknown"]);

/** Tells why work waits, by what was seen of deployments and releases, and by which of them ship. */
export function waitingBecause(sightings: readonly Sighting[], ship: ShipMode | "auto"): Waiting {
  const own = sightings.filter((each) => isOwn(each, ship));
  const other = sightings.filter((each) => !own.includes(each) && hasReached(each));
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

function isOwn({ kind, reason }: Sighting, ship: Waiting["ship"]): boolean {
  return ship === "auto" ? reason !== "not-in-force" : `${kind}s` === ship;
}

/** How it ships where these do not. */
function waysNotOf([first]: readonly Sighting[]): ShipMode {
  return otherWay(`${first?.kind ?? "release"}s`);
}

/** Tells why one change waits, by what was seen before its merge and since. */
export function changeWaitsBecause(
  { before, since }: { readonly before: readonly Sighting[]; readonly since: readonly Sighting[] },
  ship: Waiting["ship"],
): Waiting {
  const found = waitingBecause([...before, ...since], ship);
  const isReached =
    found.cause === "waiting" || found.cause === "baseline" || found.cause === "range-unknown";
  // Where production is known, only what was deployed since could have carried it.
  return isReached ? waiting("waiting", since.filter(hasReached), ship) : found;
}

/** Whether it succeeded in production, whatever it brought. */
function hasReached({ reason }: Sighting): boolean {
  return !SHORT_OF_PRODUCTION.some((short) => short === reason);
}

function waiting(cause: WaitingCause, seen: readonly Sighting[], ship: Waiting["ship"]): Waiting {
  const environments = byEnvironment(seen.filter(({ kind }) => kind === "deployment"));
  return {
    cause,
    ship,
    kind: seen[0]?.kind ?? kindOf(ship),
    number: sumOf(seen),
    environments: environments.slice(0, MOST_ENVIRONMENTS),
    moreEnvironments: Math.max(0, environments.length - MOST_ENVIRONMENTS),
  };
}

function kindOf(ship: Waiting["ship"]): Sighting["kind"] {
  return ship === "releases" ? "release" : "deployment";
}

function byEnvironment(seen: readonly Sighting[]): SeenEnvironment[] {
  const numbers = new Map<string, number>();
  for (const { environment, number } of seen)
    numbers.set(environment, (numbers.get(environment) ?? 0) + number);
  return [...numbers]
    .map(([environment, number]) => ({ environment, number }))
    .sort((a, b) => b.number - a.number || (a.environment < b.environment ? -1 : 1));
}
