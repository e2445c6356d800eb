import { DAY_MS, WEEK_MS } from "../durations.ts";
import { type Change, isDeployedIn } from "./change.ts";
import { type CommitGraph, newCommits } from "./commit-graph.ts";
import type { FinishedDeployment } from "./deployment.ts";
import { DEFAULT_RULES, type Rules, rulesAt } from "./rules.ts";

/** The two ways to ship among which `auto` chooses. */
export type Way = "deployments" | "releases";

/** A merged change, as far as it tells how a repository ships. */
interface Told {
  readonly mergedAt: Date;
  /** When the way that is asked about carried it to production; absent while it has not. */
  readonly carriedAt: Date | undefined;
}

/** How much of what was merged a way of shipping has carried. */
interface Carriage {
  readonly carried: number;
  readonly of: number;
}

/** How many of some merged changes each way to ship has carried. */
interface Carriages extends Readonly<Record<Way, number>> {
  readonly of: number;
}

/** What `auto` takes from a week on, until it chooses anew, and why. */
export interface ShipChoice extends Carriages {
  /** The beginning of the week. */
  readonly since: Date;
  readonly ship: Way;
}

interface Shipped {
  readonly deployment: Pick<FinishedDeployment["deployment"], "kind">;
}

/** What tells how much each way has carried. */
export interface Carried {
  readonly changes: readonly Pick<Change, "mergedAt" | "carriers" | "services">[];
  /** What went to production, by whichever way. */
  readonly shipped: readonly (Pick<FinishedDeployment, "at" | "sha" | "channel"> & Shipped)[];
  readonly graph: CommitGraph;
}

/** How long merged work may wait before that says something, and how long ago says nothing any more. */
export const [TOLD_AFTER, TOLD_UNTIL] = [28 * DAY_MS, 182 * DAY_MS];
/** Fewer changes decide nothing. */
export const FEWEST_TOLD = 10;
/** By how much of what was merged another way must carry more. */
const LEAD = 0.1;

/** How much of what was merged four weeks to half a year before an instant was carried until then. */
export function carriageOf(changes: Iterable<Told>, asOf: Date): Carriage {
  let [carried, of] = [0, 0];
  for (const { mergedAt, carriedAt } of changes) {
    if (!tells(mergedAt, asOf)) continue;
    of += 1;
    if (carriedAt !== undefined && carriedAt <= asOf) carried += 1;
  }
  return { carried, of };
}

function tells(mergedAt: Date, asOf: Date): boolean {
  const age = asOf.getTime() - mergedAt.getTime();
  return age > TOLD_AFTER && age <= TOLD_UNTIL;
}

/**
 * Whether a way of shipping carries at least half of what was merged.
 *
 * Releases that are made from another branch, as of maintained versions, tell little of when work ships.
 */
export function carriesMost({ carried, of }: Carriage): boolean {
  return carried * 2 >= of;
}

const FIRST_MONDAY = 4 * DAY_MS;

/** When `auto` chose what holds at an instant: at the beginning of its week, in UTC. */
export function choiceTime(at: Date): Date {
  return new Date(Math.floor((at.getTime() - FIRST_MONDAY) / WEEK_MS) * WEEK_MS + FIRST_MONDAY);
}

/** The one of the two ways that is not this one. */
export function otherWay(way: Way): Way {
  return way === "deployments" ? "releases" : "deployments";
}

/** The way to ship that a deployment or release belongs to. */
export function wayOf({ deployment }: Shipped): Way {
  return `${deployment.kind}s`;
}

/**
 * What `auto` takes from the beginning of a week on; `undefined` where not both ways are in use, so there is no choice.
 *
 * It begins with deployments, and goes over to the other way once that carries more by a tenth of what was merged, so a
 * near tie changes nothing, in either direction. Only facts from before the week count, so a week that has begun is never
 * counted in two ways.
 */
export function choose(since: Date, current: Way, carried: Carried): ShipChoice | undefined {
  const from = new Date(since.getTime() - TOLD_UNTIL);
  const shipped = carried.shipped.filter(({ at }) => at >= from && at < since);
  const byWay = Map.groupBy(shipped, wayOf);
  if (byWay.size < 2) return undefined;
  const changes = carried.changes.filter(({ mergedAt }) => tells(mergedAt, since));
  const countOf = (way: Way) => countCarried(changes, byWay.get(way) ?? [], carried.graph);
  const carriages = {
    deployments: countOf("deployments"),
    releases: countOf("releases"),
    of: changes.length,
  };
  return { since, ship: chosen(current, carriages), ...carriages };
}

/** How many changes are contained in what went to production wherever what they touch is deployed. */
function countCarried(changes: Carried["changes"], shipped: Carried["shipped"], graph: CommitGraph): number {
  const reached = [...Map.groupBy(shipped, ({ channel }) => channel)].map(([channel, all]) => {
    const held = new Set<string>();
    for (const { sha } of all)
      for (const each of newCommits(graph, sha, (known) => held.has(known))) held.add(each);
    return { channel, held };
  });
  const isCarried = (change: Carried["changes"][number]) =>
    reached.some(
      ({ channel, held }) => isDeployedIn(change, channel) && change.carriers.some((sha) => held.has(sha)),
    );
  return changes.filter(isCarried).length;
}

/** What `auto` took, week by week, in which something went to production; events must be in the order of time. */
export function choicesOf(
  finished: readonly FinishedDeployment[],
  rules: readonly Rules[],
  of: Omit<Carried, "shipped">,
): ShipChoice[] {
  const shipped = finished.filter(({ ending }) => ending === "production");
  const isLeftOpen = ({ at }: { at: Date }) => (rulesAt(rules, at) ?? DEFAULT_RULES).ship === "auto";
  const weeks = new Set(shipped.filter(isLeftOpen).map(({ at }) => choiceTime(at).getTime()));
  const choices: ShipChoice[] = [];
  for (const week of weeks) {
    const current = choices.at(-1)?.ship ?? "deployments";
    const choice = choose(new Date(week), current, { ...of, shipped });
    if (choice !== undefined) choices.push(choice);
  }
  return choices;
}

function chosen(current: Way, { of, ...carried }: Carriages): Way {
  if (of < FEWEST_TOLD) return current;
  const other = otherWay(current);
  return carried[other] - carried[current] > LEAD * of ? other : current;
}

/** What `auto` takes at an instant; `undefined` where there is no choice. */
export function choiceAt<Choice extends Pick<ShipChoice, "since">>(
  choices: readonly Choice[],
  at: Date,
): Choice | undefined {
  const week = choiceTime(at);
  return choices.findLast(({ since }) => since <= week);
}

/** How long a deployment or release tells how a repository ships. */
export const SHOWN_FOR = 90 * DAY_MS;

/** Whether a choice still tells how a repository ships; where there was none since, one way is in use no more. */
export function isSaid({ since }: Pick<ShipChoice, "since">, at: Date): boolean {
  return at.getTime() - since.getTime() <= SHOWN_FOR;
}

/** The days between which the changes were merged that told: four weeks to half a year before. */
export function toldIn({ since }: Pick<ShipChoice, "since">): readonly [Date, Date] {
  return [new Date(since.getTime() - TOLD_UNTIL), new Date(since.getTime() - TOLD_AFTER)];
}

/** When `auto` went over from one way to the other. */
export function turnsOf(choices: readonly ShipChoice[]): ShipChoice[] {
  return choices.filter(({ ship }, index) => ship !== (choices[index - 1]?.ship ?? "deployments"));
}
