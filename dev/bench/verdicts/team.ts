import { round1, weightsOf } from "../../../src/domain/metric/normalized-deployments.ts";
import type { WeekFigures } from "../../../src/domain/metric/week-figures.ts";
import { type Chance, createChance } from "../../simulation/random.ts";
import { normal } from "./normal.ts";

/** How a made-up team works. Functions of the week, counted from 0, are factors; 1 is as usual. */
export interface Team {
  /** How many people are in it. */
  readonly people: (week: number) => number;
  /** How much each of them makes. */
  readonly output?: (week: number) => number;
  /** How many of ten are at work. */
  readonly present?: (week: number) => number;
  /** Which part of the changes declares an AI tool. */
  readonly declared?: (week: number) => number;
  /** How much a week resembles the one before it, from 0 to 1. */
  readonly likeness?: number;
}

/** A week of a made-up team. */
export interface PlayedWeek extends WeekFigures {
  /** Who shipped in it. */
  readonly who: ReadonlySet<number>;
}

const WORKDAYS = 5;
const AWAY = 0.07;
/** The standard deviation of what moves everybody's week alike, as a logarithm. */
const COMMON = 0.12;
const LIKENESS = 0.3;
const DECLARED = 0.25;

/** Somebody: how often they merge on a day, and how many more changes follow the first. */
interface Person {
  readonly rate: number;
  readonly more: number;
}

/** Plays some weeks of a team, the same ones for the same seed. */
export function playTeam(seed: number, team: Team, weeks: number): PlayedWeek[] {
  const {
    people,
    output = () => 1,
    present = () => 10,
    declared = () => DECLARED,
    likeness = LIKENESS,
  } = team;
  const chance = createChance(seed);
  const all: Person[] = [];
  let common = 0;
  return Array.from({ length: weeks }, (_, week) => {
    common = likeness * common + Math.sqrt(1 - likeness ** 2) * COMMON * normal(chance);
    const number = Math.round(people(week));
    while (all.length < number)
      all.push({ rate: 0.3 + 0.9 * chance.next(), more: 0.3 + 1.2 * chance.next() });
    const days = all.slice(0, number).flatMap((person, who) => {
      if (chance.happens(1 - (1 - AWAY) * (present(week) / 10))) return [];
      const pace = output(week) * Math.exp(common);
      const part = declared(week);
      const worked: { readonly who: number; readonly changes: readonly MadeChange[] }[] = [];
      for (let day = 0; day < WORKDAYS; day++) {
        const changes = changesOf(person, pace, part, chance);
        if (changes.length > 0) worked.push({ who, changes });
      }
      return worked;
    });
    const who = new Set(days.map((day) => day.who));
    const builtChanges = days.reduce((sum, { changes }) => sum + changes.length, 0);
    const share = days.length === 0 ? null : round1((100 * declaredOf(days)) / days.length);
    return {
      ...{ week: `W${week}`, who, builders: who.size, total: days.length, share },
      ...{ builtChanges, netChanges: builtChanges },
    };
  });
}

interface MadeChange {
  readonly lines: number;
  readonly isDeclared: boolean;
}

/** What somebody merges on a day. */
function changesOf({ rate, more }: Person, pace: number, declared: number, chance: Chance): MadeChange[] {
  const isAny = chance.happens(1 - Math.exp(-rate * pace));
  const number = isAny ? 1 + poisson(more * pace, chance) : 0;
  const changes: MadeChange[] = [];
  while (changes.length < number)
    changes.push({ lines: chance.size(2, 800), isDeclared: chance.happens(declared) });
  return changes;
}

function declaredOf(days: readonly { readonly changes: readonly MadeChange[] }[]): number {
  return days.reduce((sum, { changes }) => {
    const weights = weightsOf(changes);
    const all = weights.reduce((total, weight) => total + weight, 0);
    return (
      sum +
      changes.reduce((part, { isDeclared }, index) => part + (isDeclared ? (weights[index] ?? 0) : 0), 0) /
        all
    );
  }, 0);
}

/** D. E. Knuth, The Art of Computer Programming, volume 2, 3.4.1. */
function poisson(mean: number, chance: Chance): number {
  const limit = Math.exp(-mean);
  let [number, product] = [0, chance.next()];
  while (product > limit) {
    number++;
    product *= chance.next();
  }
  return number;
}
