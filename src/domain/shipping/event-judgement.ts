import { WHOLE } from "./change.ts";
import {
  byEnd,
  type Deployment,
  type DeploymentEvent,
  type Ending,
  type JudgedEvent,
  type ShippingRecord,
} from "./deployment.ts";
import { deploymentEvents, type FindBefore, successesOf } from "./deployment-events.ts";
import { releaseEvents } from "./release-events.ts";
import { DEFAULT_RULES, isProductionName, type Rules, rulesAt, serviceOf } from "./rules.ts";

/** Judges an event by the rules of its time. */
export function judgeEvent(event: DeploymentEvent, rules: readonly Rules[] = []): JudgedEvent {
  const inForce = rulesAt(rules, event.at) ?? DEFAULT_RULES;
  return { ...event, channel: channelOf(event, rules), ending: endingOf(event, inForce) };
}

/** The channel of an event by the rules of its time: a service, or the whole repository. */
export function channelOf(
  { environment, at }: Pick<DeploymentEvent, "environment" | "at">,
  rules: readonly Rules[],
): string {
  return serviceOf(environment, rulesAt(rules, at) ?? DEFAULT_RULES) ?? WHOLE;
}

/** All events of some records, judged, in the order of their conclusions. */
export function judgeEvents(records: readonly ShippingRecord[], rules: readonly Rules[] = []): JudgedEvent[] {
  return eventsOf(records)
    .map((event) => judgeEvent(event, rules))
    .sort(byEnd);
}

/** All events of some records, in whatever order the records and their statuses are given. */
export function eventsOf(records: readonly ShippingRecord[]): DeploymentEvent[] {
  const known = distinct(records);
  const findBefore = indexSuccesses(known.filter((each) => each.kind === "deployment"));
  return known.flatMap((record) => eventsOfRecord(record, findBefore));
}

/** All events of one record. */
export function eventsOfRecord(record: ShippingRecord, findBefore: FindBefore): DeploymentEvent[] {
  return record.kind === "release" ? releaseEvents(record) : deploymentEvents(record, findBefore);
}

/** Each record once, with all its facts from every copy. */
function distinct(records: readonly ShippingRecord[]): ShippingRecord[] {
  const known = new Map<string, ShippingRecord>();
  for (const record of records) {
    const key = `${record.kind} ${record.id}`;
    const before = known.get(key);
    known.set(key, before === undefined ? record : merged(before, record));
  }
  return [...known.values()];
}

function merged(a: ShippingRecord, b: ShippingRecord): ShippingRecord {
  if (a.kind === "release" && b.kind === "release")
    return { ...a, releaseStates: [...a.releaseStates, ...b.releaseStates], tags: [...a.tags, ...b.tags] };
  if (a.kind === "deployment" && b.kind === "deployment")
    return { ...a, statuses: [...a.statuses, ...b.statuses] };
  return a;
}

interface Known {
  readonly at: number;
  readonly id: number;
}

/** Finds successes by their environment and time. */
function indexSuccesses(deployments: readonly Deployment[]): FindBefore {
  const all = deployments.flatMap((deployment) =>
    successesOf(deployment).map(({ environment, at }) => ({
      environment,
      at: at.getTime(),
      id: deployment.id,
    })),
  );
  const index = new Map(
    [...Map.groupBy(all, ({ environment }) => environment)].map(([environment, of]) => [
      environment,
      of.sort(inTime),
    ]),
  );
  return ({ environment, at, deploymentId }) => {
    const of = index.get(environment) ?? [];
    return of[placeIn(of, { at: at.getTime(), id: deploymentId }) - 1]?.id;
  };
}

function inTime(a: Known, b: Known): number {
  return a.at - b.at || a.id - b.id;
}

/** The number of successes before one, in the order of time. */
function placeIn(successes: readonly Known[], success: Known): number {
  let [low, high] = [0, successes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inTime(successes[middle] ?? success, success) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The reason why an environment is production: GitHub's flag, its name, or the deployment of releases. */
export type ProductionGround = "flag" | "usual-name" | "config" | "release";

/** The reason why a deployment's environment is production; `undefined` when it is not. */
export function productionGround(
  { deployment: { kind }, isProduction, environment }: DeploymentEvent,
  rules: Rules,
): ProductionGround | undefined {
  if (kind === "release") return "release";
  if (isProduction) return "flag";
  if (!isProductionName(environment, rules)) return undefined;
  return rules.production === undefined ? "usual-name" : "config";
}

function endingOf(event: DeploymentEvent, rules: Rules): Ending {
  const { deployment, conclusion } = event;
  // A withdrawal counts by any rules: where nothing is held, it changes nothing.
  if (conclusion === "withdrawn") return "withdrawn";
  if (rules.creators !== undefined && !rules.creators.includes(deployment.creator?.id ?? ""))
    return "untrusted-creator";
  if (event.isTransient) return "preview";
  if (productionGround(event, rules) === undefined) return "not-production";
  return conclusion === "succeeded" ? "production" : "failed";
}
