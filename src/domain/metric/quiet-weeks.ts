import { median } from "./median.ts";
import { FEWEST_WEEKS } from "./usual-range.ts";

/** The share of the usual number of builders below which a week is quiet. */
const QUIET_BELOW = 0.6;
const FEWEST_FOR_QUIET = 4;
/** The most weeks in a row that count as a holiday. */
export const MOST_QUIET = 2;

/** The quiet weeks up to a week. */
interface QuietWeeks {
  /**
   * The number of weeks in a row, including this one, with fewer than 60 % of the usual builders; 0 if this one has
   * enough.
   */
  readonly quietWeeks: number;
  /** Whether the week gets no verdict. */
  readonly isQuiet: boolean;
  /** The earlier weeks of its usual range, by their places. */
  readonly range: readonly number[];
  /** The earlier quiet weeks that count as holidays, by their places. */
  readonly holidays: ReadonlySet<number>;
}

/**
 * Decides whether few people shipped in a week, by the numbers of builders in the comparable weeks before it.
 *
 * A week with fewer than 60 % of the usual number is quiet. It gets no verdict and is in no range: a holiday is no
 * change. The usual number is the median of the weeks before; with fewer than four there is none.
 *
 * A third such week in a row is no holiday but a finding, and gets a verdict. From then on the range consists of the
 * weeks since the first of them, until people return. Then those weeks were an exception, and the earlier range is
 * back. After twelve such weeks they are the usual ones.
 */
export function findQuietWeeks(before: readonly number[], builders: number): QuietWeeks {
  const weeks = [...before, builders];
  const last = weeks.length - 1;
  const excluded = new Set<number>();
  const holidays = new Set<number>();
  let from = 0;
  let run: number[] = [];
  /** The usual number before the present run of quiet weeks. */
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
