import type { Demand } from "./demands.ts";
import type { Figure } from "./figures.ts";
import type { Outcome } from "./outcome.ts";
import type { DatedRules } from "./reading.ts";
import type { Studio } from "./studio.ts";
import type { Work } from "./work.ts";

/** Plays what the builders would honestly do in the weeks played, in one way or another. */
export type Play = (studio: Studio, work: readonly Work[]) => void;

/** What is looked at beside a digest: what it shows, and what is wrong with it. */
export interface Look {
  readonly shows: string;
  readonly complaint?: string | undefined;
}

/** A move, a row of CASES.md or a part of one. */
export interface Row {
  readonly id: string;
  readonly strategy: string;
  readonly play: Play;
  /** What it is held against, unless that is the work simply done. */
  readonly honest?: Play;
  /** The config from the beginning, of both. */
  readonly rules?: Partial<DatedRules>;
  readonly demands: readonly Demand[];
  readonly shows: readonly Figure[];
  readonly look?: (honest: Outcome, gamed: Outcome) => Promise<Look> | Look;
  /** Why it may gain something: a limit that the documents state. */
  readonly limit?: string;
}

/** Does all work as it is. */
export const shipAll: Play = eachWork((studio, work) => studio.ship(work));

/** Plays each piece of work by itself. */
export function eachWork(play: (studio: Studio, work: Work, index: number) => void): Play {
  return (studio, all) => {
    for (const [index, work] of all.entries()) play(studio, work, index);
  };
}

/** Plays each piece of work that does not turn out to be wrong, and does the others as they are. */
export function eachRight(play: (studio: Studio, work: Work, index: number) => void): Play {
  return eachWork((studio, work, index) => (work.isWrong ? studio.ship(work) : play(studio, work, index)));
}

/** Does all work as it is, but rolls it out otherwise. */
export function rollingOut(rollOut: (studio: Studio) => void): Play {
  return (studio, work) => {
    studio.rollOut = () => rollOut(studio);
    shipAll(studio, work);
  };
}

/** Does all work as it is, and something else beside it. */
export function beside(...plays: readonly Play[]): Play {
  return (studio, work) => {
    for (const play of [shipAll, ...plays]) play(studio, work);
  };
}
