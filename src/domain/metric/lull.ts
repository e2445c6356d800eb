import { median } from "./median.ts";
import { FEWEST_WEEKS } from "./usual-range.ts";

/** Of the usual number of builders, below which a week is quiet. */
const QUIET_BELOW = 0.6;
const FEWEST_FOR_QUIET = 4;
/** As many weeks in a row are a holiday at most. */
export const MOST_QUIET = 2;

/** How few people shipped in a week and in those just before it. */
interface Lull {
  /** How many weeks in a row, this one with them, had fewer than 60 % of the usual builders; 0 when it has not. */
  readonly quietWeeks: number;
  /** Whether the week gets no verdict. */
  readonly isQuiet: boolean;
  /** The earlier weeks that make its usual range, by their places. */
  readonly range: readonly number[];
  /** The earlier weeks that were quiet for no longer than a holiday, by their places. */
  readonly holidays: ReadonlySet<number>;
}

/**
 * Tells whether few people shipped in a week, by how many builders did in the comparable weeks before it.
 *
 * Fewer than 60 % of the usual number make a quiet week, which gets no verdict and is in no range: a holiday is no change.
 * Usual is the median of the weeks before; with fewer than four nothing is usual. A third such week in a row is no holiday
 * but a finding. It gets its verdict, and from there on the range is made of the weeks since the first of them, until
 * people come back: then those weeks were an exception after all, and the range is what it was. With twelve of them they
 * are what is usual.
 */
export function lullOf(before: readonly number[], builders: number): Lull {
  const weeks = [...before, builders];
  const last = weeks.length - 1;
  const excluded = new Set<number>();
  const holidays = new Set<number>();
  let from = 0;
  let run: number[] = [];
  /** What was usual before few people shipped for long. */
  let usual: number | undefined;
  for (const [place, number] of weeks.entries()) {
    const few = QUIET_BELOW * (usual ?? usualOf(weeks.slice(from, place)));
    if (number < few) run.push(place);
    else {
      if (run.length <= MOST_QUIET) for (const each of run) holidays.add(each);
      run = [];
    }
    if (run.length === 0 && usual !== undefined) usual = undefined;
    if (run.length > MOST_QUIET) usual ??= few / QUIET_BELOW;
    if (run.length > FEWEST_WEEKS) {
      from = run[0] ?? from;
      for (const each of run) excluded.delete(each);
      run = [];
      usual = undefined;
    }
    for (const each of run) excluded.add(each);
  }
  const isLong = run.length > MOST_QUIET + 1;
  const kept = weeks.keys().filter((place) => place >= from && place < last);
  const range = isLong ? run.slice(0, -1) : [...kept].filter((place) => !excluded.has(place));
  const isQuiet = run.length > 0 && run.length <= MOST_QUIET;
  return { quietWeeks: run.length, isQuiet, range, holidays };
}

function usualOf(builders: readonly number[]): number {
  return builders.length < FEWEST_FOR_QUIET ? 0 : (median(builders) ?? 0);
}
