import { carries } from "./carries.ts";
import type { Event } from "./events.ts";
import { rulesBefore } from "./rules.ts";
import { DAY, ms, WEEK } from "./time.ts";
import type { History } from "./types.ts";

type Way = "deployment" | "release";

const HALF_YEAR = 26 * WEEK;

/** The events of the way to ship that holds at their time. The others have no place at all. */
export function eventsInPlay(history: History, all: Event[]): Event[] {
  return all.filter((event) => {
    if (event.withdrawal) return true;
    const ship = rulesBefore(history, event.at).ship;
    if (ship === "merges") return false;
    if (ship === "deployments") return event.kind === "deployment";
    if (ship === "releases") return event.kind === "release";
    return playsInAuto(history, all, event);
  });
}

/** "The other way ships only where the one that is taken was silent for 90 days." */
function playsInAuto(history: History, all: Event[], event: Event): boolean {
  const way = wayTaken(history, all, event.at);
  if (event.kind === way) return true;
  const last = all
    .filter((other) => shipped(other) && other.kind === way && isBefore(all, other, event))
    .at(-1);
  return !last || event.at - last.at >= 90 * DAY;
}

function isBefore(all: Event[], first: Event, second: Event): boolean {
  return all.indexOf(first) < all.indexOf(second);
}

/** Went to production, whether or not its way is taken. */
function shipped(event: Event): boolean {
  return event.refused === null && !event.withdrawal && event.sha !== null;
}

/** "It begins with deployments", and is asked anew "week by week (from Monday 00:00 UTC)". */
function wayTaken(history: History, all: Event[], at: number): Way {
  const first = all[0];
  let way: Way = "deployment";
  if (!first) return way;
  for (let monday = mondayUtc(first.at); monday <= at; monday += WEEK)
    way = wayOfWeek(history, all, monday, way);
  return way;
}

/** The first Monday of 1970 was 5 January. */
function mondayUtc(at: number): number {
  return at - ((((at - 4 * DAY) % WEEK) + WEEK) % WEEK);
}

/**
 * "Where both deployments and releases went to production in the last half year, it takes what carries more
 * of the changes merged four weeks to half a year before … goes over once the other way carries more by a
 * tenth; fewer than ten changes decide nothing. Only facts from before the week count."
 */
function wayOfWeek(history: History, all: Event[], monday: number, way: Way): Way {
  const before = all.filter((event) => shipped(event) && event.at < monday);
  const lately = before.filter((event) => event.at >= monday - HALF_YEAR);
  const other: Way = way === "deployment" ? "release" : "deployment";
  if (![way, other].every((one) => lately.some((event) => event.kind === one))) return way;
  const changes = history.changes.filter(
    (change) => ms(change.mergedAt) >= monday - HALF_YEAR && ms(change.mergedAt) < monday - 4 * WEEK,
  );
  if (changes.length < 10) return way;
  const carried = (one: Way) =>
    changes.filter((change) =>
      before.some((event) => event.kind === one && carries(history, event.sha as string, change)),
    ).length;
  const more = carried(other);
  const less = carried(way);
  return more > less && more * 10 >= less * 11 ? other : way;
}
