import type { ComparedTeam } from "./comparison-team.ts";

/** A team that is played many times. */
export interface ComparedCase {
  readonly name: string;
  readonly team: ComparedTeam;
  readonly windows: number;
  /** In how many of 100 windows a difference may be found at most; absent where none is promised. */
  readonly most?: number;
}

/** Weeks that are settled and not sealed are about six where each change is deployed at once. */
const PLAIN: ComparedTeam = {
  ...{ builders: 12, weeks: 6, each: 4, rate: 0.05, effect: 1 },
  ...{ people: 1, size: 1, kinds: 1, together: 1 },
};
const PEOPLE_AND_SIZES = { people: 8, size: 1.8 } as const;
const WITH_KINDS = { people: 5, size: 1.6, kinds: 2 } as const;
const SIZES_OF_TEAMS = [6, 12, 30, 300] as const;

/** In how many of 100 windows a difference may be found where there is none. */
const MOST_FALSE = 7;

/** A window of more builders takes so long that fewer are played. */
const LARGE = 100;

/** All cases, those with no effect first. */
export const CASES: readonly ComparedCase[] = [
  bounded("no effect, nothing differs", {}),
  ...teams((builders) => bounded("no effect, people and sizes differ", { builders, ...PEOPLE_AND_SIZES })),
  ...teams((builders) => bounded("… and kinds, twice as common and as risky", { builders, ...WITH_KINDS })),
  bounded("… people and sizes, one revert takes back two", {
    ...{ builders: 30, ...PEOPLE_AND_SIZES, together: 2 },
  }),
  unbounded("… people and sizes, one revert takes back three", {
    ...{ builders: 30, ...PEOPLE_AND_SIZES, together: 3 },
  }),
  ...[12, 30, 300].map((builders) =>
    unbounded("… and kinds, three times as common and as risky", {
      builders,
      people: 3,
      size: 1.4,
      kinds: 3,
    }),
  ),
  ...[12, 30].map((builders) =>
    unbounded("… kinds alone, four times as common and as risky", { builders, kinds: 4 }),
  ),
  ...[0.05, 0.1].flatMap((rate) =>
    teams((builders) =>
      unbounded(`half the odds, ${100 * rate} % of the others undone`, { builders, rate, effect: 0.5 }),
    ),
  ),
  unbounded("half the odds, 10 % of the others undone, twelve weeks", {
    builders: 30,
    weeks: 12,
    rate: 0.1,
    effect: 0.5,
  }),
];

function teams(caseOf: (builders: number) => ComparedCase): ComparedCase[] {
  return SIZES_OF_TEAMS.map(caseOf);
}

function unbounded(name: string, team: Partial<ComparedTeam>): ComparedCase {
  const whole = { ...PLAIN, ...team };
  return { name, team: whole, windows: whole.builders > LARGE ? 40 : 200 };
}

function bounded(name: string, team: Partial<ComparedTeam>): ComparedCase {
  return { ...unbounded(name, team), most: MOST_FALSE };
}
