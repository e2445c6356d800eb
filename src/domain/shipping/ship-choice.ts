/** A merged change, as far as it tells how a repository ships. */
export interface Told {
  readonly mergedAt: Date;
  /** When the way that is asked about carried it to production; absent while it has not. */
  readonly carriedAt: Date | undefined;
}

/** How much of what was merged a way of shipping has carried. */
export interface Carriage {
  readonly carried: number;
  readonly of: number;
}

/** The two ways to ship among which `auto` chooses, with how much each of them carried. */
export interface Carriages {
  readonly deployments: Carriage;
  readonly releases: Carriage;
}

/** What `auto` takes from some time on, and why. */
export interface ShipChoice extends Carriages {
  readonly since: Date;
  readonly ship: keyof Carriages;
}

const DAY = 86_400_000;
/** How long merged work may wait before that says something, and how long ago says nothing any more. */
export const [TOLD_AFTER, TOLD_UNTIL] = [28 * DAY, 182 * DAY];
/** Fewer changes decide nothing. */
const FEWEST_TOLD = 10;
/** By how much of what was merged another way must carry more. */
const LEAD = 0.1;

/** How much of what was merged four weeks to half a year before an instant was carried until then. */
export function carriageOf(changes: Iterable<Told>, asOf: Date): Carriage {
  let [carried, of] = [0, 0];
  for (const { mergedAt, carriedAt } of changes) {
    const age = asOf.getTime() - mergedAt.getTime();
    if (age <= TOLD_AFTER || age > TOLD_UNTIL) continue;
    of += 1;
    if (carriedAt !== undefined && carriedAt <= asOf) carried += 1;
  }
  return { carried, of };
}

/**
 * Whether a way of shipping carries at least half of what was merged.
 *
 * Releases that are made from another branch, as of maintained versions, tell little of when work ships.
 */
export function carriesMost({ carried, of }: Carriage): boolean {
  return carried * 2 >= of;
}

/**
 * What `auto` takes from each of some instants on, such as the beginnings of weeks; each stands only where it changes.
 *
 * It begins with deployments, and goes over to the other way once that carries more by a tenth of what was merged, so a near
 * tie changes nothing, in either direction. It is played from the first instant on, and each instant looks only at facts
 * from before it: the same facts give the same choices, in whatever order they were told.
 */
export function shipChoices(weeks: readonly (Carriages & { readonly at: Date })[]): ShipChoice[] {
  const choices: ShipChoice[] = [];
  const ordered = weeks.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  for (const { at, deployments, releases } of ordered) {
    const current = choices.at(-1)?.ship ?? "deployments";
    const ship = chosen(current, { deployments, releases });
    if (choices.length === 0 || ship !== current) choices.push({ since: at, ship, deployments, releases });
  }
  return choices;
}

function chosen(current: keyof Carriages, carriages: Carriages): keyof Carriages {
  const other = current === "deployments" ? "releases" : "deployments";
  const told = Math.max(carriages.deployments.of, carriages.releases.of);
  if (told < FEWEST_TOLD) return current;
  const lead = carriages[other].carried - carriages[current].carried;
  return lead > LEAD * told ? other : current;
}
