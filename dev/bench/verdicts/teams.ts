import type { Team } from "./team.ts";

/** The week before which nothing is judged and nothing changes. */
export const CHANGE = 30;
/** How many weeks a team is played. */
export const WEEKS = 78;

/** A kind of team, of any size. */
export interface Kind {
  readonly name: string;
  readonly of: (people: number) => Team;
}

/** A team of which nothing changes but what is said, so that a verdict may be false. */
export interface QuietKind extends Kind {
  /** Whether more people come: then the total and their number do rise, and only its other verdicts are false. */
  readonly isGrowing?: true;
  /** Whether DESIGN demands few false alarms of it. */
  readonly isBound?: true;
}

/** Teams of which no verdict should say that work changed. */
export const QUIET: readonly QuietKind[] = [
  { name: "unchanged", isBound: true, of: (people) => ({ people: () => people }) },
  {
    name: "growing by 1 % a week",
    ...{ isGrowing: true, isBound: true },
    of: (people) => ({ people: (week) => people * 1.01 ** week }),
  },
  {
    name: "a hiring wave: half as many again in four weeks",
    ...{ isGrowing: true, isBound: true },
    of: (people) => ({ people: (week) => people * (1 + 0.5 * ramp(week)) }),
  },
  {
    name: "weeks much alike (autocorrelation 0.5)",
    of: (people) => ({ people: () => people, likeness: 0.5 }),
  },
  {
    name: "holidays: two weeks at 30 % twice a year, six at 70 %",
    of: (people) => ({
      people: () => people,
      present: (week) =>
        week % 26 === 20 || week % 26 === 21 ? 3 : week % 52 >= 30 && week % 52 < 36 ? 7 : 10,
    }),
  },
  {
    name: "a release train every third week",
    of: (people) => ({ people: () => people, output: (week) => [1, 1.25, 0.75][week % 3] ?? 1 }),
  },
  {
    name: "quarter ends: 40 % more, then 30 % less",
    of: (people) => ({
      people: () => people,
      output: (week) => (week % 13 === 12 ? 1.4 : week % 13 === 0 ? 0.7 : 1),
    }),
  },
  { name: "hardly any AI (4 %)", of: (people) => ({ people: () => people, declared: () => 0.04 }) },
];

/** What changes in a team for good, and what its verdicts should say. */
export interface ChangedKind extends Kind {
  readonly expects: "above" | "below";
  /** How many teams of 12 DESIGN wants to be found within eight weeks, in percent. */
  readonly least?: number;
}

/** Teams that change for good in one week. */
export const CHANGED: readonly ChangedKind[] = [
  {
    name: "half of the people leave",
    expects: "below",
    least: 80,
    of: (people) => ({ people: from(people, people / 2) }),
  },
  { name: "everybody makes half as much", expects: "below", of: (people) => made(people, 0.5) },
  { name: "… a quarter more", expects: "above", of: (people) => made(people, 1.25) },
  { name: "… half as much again", expects: "above", of: (people) => made(people, 1.5) },
  { name: "… twice as much", expects: "above", least: 80, of: (people) => made(people, 2) },
  {
    name: "AI takes part in a half instead of a quarter",
    expects: "above",
    of: (people) => ({ people: () => people, declared: from(0.25, 0.5) }),
  },
];

function made(people: number, output: number): Team {
  return { people: () => people, output: from(1, output) };
}

function from(before: number, after: number): (week: number) => number {
  return (week) => (week < CHANGE ? before : after);
}

/** From 0 to 1 in four weeks. */
function ramp(week: number): number {
  return Math.min(1, Math.max(0, (week - CHANGE + 1) / 4));
}
