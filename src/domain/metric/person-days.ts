import { type Calendar, dayIn } from "./calendar.ts";
import type { CountedChange } from "./counted-part.ts";

/** The net changes of one person on one day, by the `owner/name` of their repository. */
export interface PersonDay {
  readonly builder: string;
  readonly work: ReadonlyMap<string, Sides>;
}

/** Whether some changes are declared, and whether some are not. */
interface Sides {
  readonly declared: boolean;
  readonly others: boolean;
}

/** The part of the work that a rule about few people looks at. */
export type Side = "all" | keyof Sides;

/** Some work that a set of figures has in common, and the people who did it. */
export interface CommonWork {
  /** The places of these figures in the list of all figures. */
  readonly figures: readonly number[];
  readonly people: ReadonlySet<string>;
}

/** Groups the net changes of each repository by person and day of merge. */
export function personDays(
  changes: ReadonlyMap<string, readonly CountedChange[]>,
  calendar: Calendar,
): readonly PersonDay[] {
  const days = new Map<number, Map<string, Map<string, OpenSides>>>();
  for (const [repository, all] of changes) {
    for (const { change, outcome } of all) {
      const { builder, attribution, mergedAt } = change;
      const day = dayIn(calendar, mergedAt);
      if (outcome !== "net" || builder === undefined || day === undefined) continue;
      const ofDay = openIn(days, day, newMap<string, Map<string, OpenSides>>);
      const sides = openIn(openIn(ofDay, builder, newMap<string, OpenSides>), repository, newSides);
      if (attribution === "declared") sides.declared = true;
      else sides.others = true;
    }
  }
  return [...days.values()].flatMap((people) => [...people].map(([builder, work]) => ({ builder, work })));
}

type OpenSides = { -readonly [Side in keyof Sides]: boolean };

function newSides(): OpenSides {
  return { declared: false, others: false };
}

function newMap<Key, Value>(): Map<Key, Value> {
  return new Map();
}

function openIn<Key, Value>(map: Map<Key, Value>, key: Key, open: () => Value): Value {
  const found = map.get(key) ?? open();
  map.set(key, found);
  return found;
}

/**
 * The work of each person and day, as the figures divide it.
 *
 * A figure is about a set of repositories, and has the person's work in these. Figures that have the same work of a
 * person and a day have one number in common.
 */
export function commonWork(
  days: readonly PersonDay[],
  figures: readonly (readonly string[])[],
  side: Side,
): readonly CommonWork[] {
  const figuresOf = placesByName(figures);
  const found = new Map<string, CommonWork & { readonly people: Set<string> }>();
  for (const { builder, work } of days) {
    for (const [names, places] of divided(work, figuresOf)) {
      if (side !== "all" && !names.split(" ").some((name) => work.get(name)?.[side])) continue;
      const key = places.join(" ");
      const open = found.get(key) ?? { figures: places, people: new Set() };
      found.set(key, open);
      open.people.add(builder);
    }
  }
  return [...found.values()];
}

/** The figures that have some of a day's work, by the names of the repositories whose work they have. */
function divided(
  work: PersonDay["work"],
  figuresOf: ReadonlyMap<string, readonly number[]>,
): ReadonlyMap<string, readonly number[]> {
  const namesOf = new Map<number, string>();
  for (const name of [...work.keys()].sort()) {
    for (const place of figuresOf.get(name) ?? []) {
      const before = namesOf.get(place);
      namesOf.set(place, before === undefined ? name : `${before} ${name}`);
    }
  }
  const places = [...namesOf.keys()].sort((a, b) => a - b);
  return Map.groupBy(places, (place) => namesOf.get(place) ?? "");
}

function placesByName(figures: readonly (readonly string[])[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [place, names] of figures.entries()) {
    for (const name of new Set(names)) places.set(name, [...(places.get(name) ?? []), place]);
  }
  return places;
}

/** The days of people, each with all figures that have any of its work: these count it once. */
export function commonDays(
  days: readonly PersonDay[],
  figures: readonly (readonly string[])[],
): readonly CommonWork[] {
  const figuresOf = placesByName(figures);
  return joined(
    days.map(({ builder, work }) => {
      const places = new Set([...work.keys()].flatMap((name) => figuresOf.get(name) ?? []));
      return { builder, places: [...places].sort((a, b) => a - b) };
    }),
  );
}

/** The changes of people, each with all figures that count it. */
export function commonChanges(
  days: readonly PersonDay[],
  figures: readonly (readonly string[])[],
  side: Side,
): readonly CommonWork[] {
  const figuresOf = placesByName(figures);
  return joined(
    days.flatMap(({ builder, work }) =>
      [...work]
        .filter(([, sides]) => side === "all" || sides[side])
        .map(([name]) => ({ builder, places: figuresOf.get(name) ?? [] })),
    ),
  );
}

function joined(
  all: readonly { readonly builder: string; readonly places: readonly number[] }[],
): readonly CommonWork[] {
  const groups = Map.groupBy(all, ({ places }) => places.join(" "));
  return [...groups.values()].map((group) => ({
    figures: group[0]?.places ?? [],
    people: new Set(group.map(({ builder }) => builder)),
  }));
}
