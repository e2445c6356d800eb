import { DAY_MS, WEEK_MS } from "../durations.ts";
import { type Change, isDeployedIn } from "./change.ts";
import { type CommitGraph, newCommits } from "./commit-graph.ts";
import type { JudgedEvent } from "./deployment.ts";
import { DEFAULT_RULES, type Rules, rulesAt } from "./rules.ts";

/** The two ways to ship between which `auto` chooses. */
export type Way = "deployments" | "releases";

/** A merged change, with the times that show how a repository ships. */
interface ComparedChange {
  readonly mergedAt: Date;
  /** The time at which one way of shipping carried it to production; absent before. */
  readonly carriedAt: Date | undefined;
}

/** The part of the merged changes that one way of shipping has carried. */
interface Carriage {
  readonly carried: number;
  readonly of: number;
}

/** The number of merged changes that each way of shipping has carried. */
interface Carriages extends Readonly<Record<Way, number>> {
  readonly of: number;
}

/** The choice of `auto` from a week on, until its next choice, and the numbers behind it. */
export interface ShipChoice extends Carriages {
  /** The beginning of the week. */
  readonly since: Date;
  readonly ship: Way;
}

interface Shipped {
  readonly deployment: Pick<JudgedEvent["deployment"], "kind">;
}

/** The facts for counting the changes that each way has carried. */
export interface Carried {
  readonly changes: readonly Pick<Change, "mergedAt" | "carriers" | "services">[];
  /** The production events of both ways. */
  readonly shipped: readonly (Pick<JudgedEvent, "at" | "sha" | "channel"> & Shipped)[];
  readonly graph: CommitGraph;
}

/** The ages at which a merged change begins and ceases to count for the choice. */
export const [COMPARED_AFTER, COMPARED_UNTIL] = [28 * DAY_MS, 182 * DAY_MS];
/** Fewer changes decide nothing. */
export const FEWEST_COMPARED = 10;
/** The lead that another way needs, as a part of the merged changes. */
const LEAD = 0.1;

/** The part of the changes merged four weeks to half a year before an instant that was carried by then. */
export function carriageOf(changes: Iterable<ComparedChange>, asOf: Date): Carriage {
  let [carried, of] = [0, 0];
  for (const { mergedAt, carriedAt } of changes) {
    if (!isCompared(mergedAt, asOf)) continue;
    of += 1;
    if (carriedAt !== undefined && carriedAt <= asOf) carried += 1;
  }
  return { carried, of };
}

function isCompared(mergedAt: Date, asOf: Date): boolean {
  const age = asOf.getTime() - mergedAt.getTime();
  return age > COMPARED_AFTER && age <= COMPARED_UNTIL;
}

/**
 * Whether a way of shipping carries at least half of the merged changes.
 *
 * Releases from another branch, such as one for a maintained version, do not show when work ships.
 */
export function carriesMost({ carried, of }: Carriage): boolean {
  return carried * 2 >= of;
}

const FIRST_MONDAY = 4 * DAY_MS;

/** The time of the choice in force at an instant: the beginning of its week, in UTC. */
export function choiceTime(at: Date): Date {
  return new Date(Math.floor((at.getTime() - FIRST_MONDAY) / WEEK_MS) * WEEK_MS + FIRST_MONDAY);
}

export function otherWay(way: Way): Way {
  return way === "deployments" ? "releases" : "deployments";
}

/** The way of shipping to which a deployment or release belongs. */
export function wayOf({ deployment }: Shipped): Way {
  return `${deployment.kind}s`;
}

/**
 * The choice of `auto` at the beginning of a week; `undefined` where only one way is in use.
 *
 * It begins with deployments. It changes to the other way when that carries more by a tenth of the merged changes, so a
 * near tie changes nothing in either direction. Only facts from before the week count, so a week is never counted in
 * two ways.
 */
export function chooseWay(since: Date, current: Way, carried: Carried): ShipChoice | undefined {
  const from = new Date(since.getTime() - COMPARED_UNTIL);
  const shipped = carried.shipped.filter(({ at }) => at >= from && at < since);
  const byWay = Map.groupBy(shipped, wayOf);
  if (byWay.size < 2) return undefined;
  const changes = carried.changes.filter(({ mergedAt }) => isCompared(mergedAt, since));
  const countOf = (way: Way) => countCarried(changes, byWay.get(way) ?? [], carried.graph);
  const carriages = {
    deployments: countOf("deployments"),
    releases: countOf("releases"),
    of: changes.length,
  };
  return { since, ship: chosen(current, carriages), ...carriages };
}

/** The number of changes that production events contain, in a channel that deploys their files. */
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

/** The choices of `auto`, for each week with a production event. Events must be in the order of time. */
export function choicesOf(
  events: readonly JudgedEvent[],
  rules: readonly Rules[],
  of: Omit<Carried, "shipped">,
): ShipChoice[] {
  const shipped = events.filter(({ ending }) => ending === "production");
  const isLeftOpen = ({ at }: { at: Date }) => (rulesAt(rules, at) ?? DEFAULT_RULES).ship === "auto";
  const weeks = new Set(shipped.filter(isLeftOpen).map(({ at }) => choiceTime(at).getTime()));
  const choices: ShipChoice[] = [];
  for (const week of weeks) {
    const current = choices.at(-1)?.ship ?? "deployments";
    const choice = chooseWay(new Date(week), current, { ...of, shipped });
    if (choice !== undefined) choices.push(choice);
  }
  return choices;
}

function chosen(current: Way, { of, ...carried }: Carriages): Way {
  if (of < FEWEST_COMPARED) return current;
  const other = otherWay(current);
  return carried[other] - carried[current] > LEAD * of ? other : current;
}

/** The choice of `auto` at an instant; `undefined` where there is none. */
export function choiceAt<Choice extends Pick<ShipChoice, "since">>(
  choices: readonly Choice[],
  at: Date,
): Choice | undefined {
  const week = choiceTime(at);
  return choices.findLast(({ since }) => since <= week);
}

/** The time for which a deployment or release shows how a repository ships. */
export const SHOWN_FOR = 90 * DAY_MS;

/** Whether a choice still shows how a repository ships. Without a newer choice, one of the ways is no longer in use. */
export function isWorthShowing({ since }: Pick<ShipChoice, "since">, at: Date): boolean {
  return at.getTime() - since.getTime() <= SHOWN_FOR;
}

/** The first and last merge time of the changes behind a choice: half a year to four weeks before it. */
export function comparedIn({ since }: Pick<ShipChoice, "since">): readonly [Date, Date] {
  return [new Date(since.getTime() - COMPARED_UNTIL), new Date(since.getTime() - COMPARED_AFTER)];
}

/** The choices at which `auto` changed from one way to the other. */
export function switchesOf(choices: readonly ShipChoice[]): ShipChoice[] {
  return choices.filter(({ ship }, index) => ship !== (choices[index - 1]?.ship ?? "deployments"));
}
