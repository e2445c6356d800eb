import { isDeepStrictEqual } from "node:util";

/** A row that is valid from a time on. */
interface Dated {
  readonly since: Date;
}

/** How a dated row becomes known. */
export interface Told {
  /** Whether a push made it. Otherwise it was read at some time, and may be older. */
  readonly isPushed?: boolean;
}

/** What a row adds to the known ones, the oldest first. */
interface Addition {
  /** Whether it differs from the row in force at its time. */
  readonly isNew: boolean;
  /**
   * Whether it is to be stored. The row of a push is, even if an equal one is in force: an older push may be received
   * later, and is valid only until this one.
   */
  readonly isStored: boolean;
}

/** Compares a row with the known ones. */
export function additionOf<Row extends Dated>(
  known: readonly Row[],
  row: Row,
  { isPushed = false }: Told = {},
): Addition {
  const before = known.findLast(({ since }) => since <= row.since);
  const isNew = before === undefined || !isSame(before, row);
  return { isNew, isStored: isNew || (isPushed && before.since < row.since) };
}

/** The rows that differ from the one before, of rows in the order of their times. */
export function withoutRepeats<Row extends Dated>(rows: readonly Row[]): Row[] {
  return rows.filter((row, place) => {
    const before = rows[place - 1];
    return before === undefined || !isSame(before, row);
  });
}

/** The same rows, of which the first known one is valid for all time before, too. */
export function fromEver<Row extends Dated>([first, ...later]: readonly Row[]): Row[] {
  return first === undefined ? [] : [{ ...first, since: new Date(0) }, ...later];
}

function isSame<Row extends Dated>(before: Row, row: Row): boolean {
  return isDeepStrictEqual({ ...before, since: row.since }, row);
}
