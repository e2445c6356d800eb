import type { Day } from "../domain/spend/fact.ts";
import { decimalText } from "../domain/spend/money.ts";
import type { SpendSource } from "../domain/spend/source.ts";
import { counted, printable } from "../operations/text.ts";
import { type ChangedDay, findBelowZero } from "../spend/import/changes.ts";
import type { ImportedFile } from "../spend/import/import-file.ts";
import { MOST_NAMES, type Tally } from "../spend/import/tallies.ts";

/** The most lines of a list. A dry run has all. */
const MOST_LINES = 10;

/** What an import does to the days that are known. */
export interface Effect {
  readonly changed: readonly ChangedDay[];
  /** The days that stay, since a later reading of them is stored. */
  readonly left: readonly Day[];
  /** The number of known days that are read again. */
  readonly before: number;
}

/** An import, or a dry run of it. */
interface ImportToPrint {
  readonly source: SpendSource;
  readonly found: ImportedFile;
  readonly effect: Effect;
  readonly isDryRun: boolean;
}

/** Formats what an import does, for a terminal or a pipe. */
export function importText({ source, found, effect, isDryRun }: ImportToPrint): string {
  const most = isDryRun ? Number.POSITIVE_INFINITY : MOST_LINES;
  const parts = [
    [headline(source, found, isDryRun)],
    sumLines(found),
    section("Dropped", tallyLines(found.dropped, most)),
    noteLines(found),
    isDryRun ? section("By product", tallyLines(found.products, most)) : [],
    isDryRun ? section("Not known as a tool", tallyLines(found.unknown, most)) : unknownLines(found.unknown),
    effectLines(effect, found, most),
    isDryRun ? ["This was a dry run: nothing was stored."] : [],
  ];
  return parts.flatMap((lines) => lines.map((line) => `${printable(line)}\n`)).join("");
}

function headline({ name, kind }: SpendSource, { rows, reading }: ImportedFile, isDryRun: boolean): string {
  const days = [...reading.days.keys()];
  const span = days.length === 0 ? "" : ` (${days[0]} to ${days.at(-1)})`;
  const verb = isDryRun ? "would import" : "imported";
  return `${name} (${kind}, estimate): ${verb} ${counted(days.length, "day")}${span} from ${counted(rows, "row")}.`;
}

function sumLines({ totals }: ImportedFile): string[] {
  if (totals.length === 0) return ["No money of an AI tool."];
  const rows = totals.map(({ tool, charge, currency, sum }) => [tool, charge, currency, decimalText(sum)]);
  return aligned([["tool", "charge", "currency", "sum"], ...rows]);
}

/** Lines in columns, the last one of which is numbers. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) => {
    const cells = row.map((cell, at) =>
      at < row.length - 1 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
    );
    return `  ${cells.join("  ")}`;
  });
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines];
}

function tallyLines(tallies: readonly Tally[], most: number): string[] {
  const lines = tallies.slice(0, most).map((tally) => `  ${tally.name}: ${rowsText(tally)}`);
  const more = tallies.length - lines.length;
  return more > 0 ? [...lines, `  and ${more} more`] : lines;
}

function rowsText({ rows, sums }: Tally): string {
  const amounts = [...sums].map(([currency, sum]) => `${decimalText(sum)} ${currency}`);
  return [counted(rows, "row"), ...amounts].join(", ");
}

function noteLines({ spread, unscoped, reading }: ImportedFile): string[] {
  const [first, ...others] = findBelowZero(reading.days);
  return [
    ...(first === undefined
      ? []
      : [`Below zero: ${counted(others.length + 1, "day")}, first ${first}. Is the file whole?`]),
    ...spread.map(
      (tally) => `About more than one day, and spread evenly over their days: ${rowsText(tally)}.`,
    ),
    ...unscoped.map(
      (tally) =>
        `With a scope that the config does not declare, so for the whole organization: ${rowsText(tally)}.`,
    ),
  ];
}

function unknownLines(unknown: readonly Tally[]): string[] {
  if (unknown.length === 0) return [];
  const names =
    unknown.length > MOST_NAMES ? `More than ${MOST_NAMES} names` : counted(unknown.length, "name");
  return [`${names} not known as a tool: --dry-run lists them.`];
}

function effectLines({ changed, left, before }: Effect, { reading }: ImportedFile, most: number): string[] {
  const isRead = reading.days.size - left.length;
  const changedDays = new Set(changed.map(({ day }) => day)).size;
  const counts = `${isRead - before} without money before, ${before - changedDays} as before, ${changedDays} restated`;
  const restated = changed.map(
    ({ day, currency, from, to }) => `  ${day}: ${decimalText(from)} to ${decimalText(to)} ${currency}`,
  );
  return [
    `Days: ${counts}${left.length > 0 ? `, ${left.length} left, since a later reading is stored` : ""}.`,
    ...section("Restated", cut(restated, most)),
    ...section(
      "Left",
      cut(
        left.map((day) => `  ${day}`),
        most,
      ),
    ),
  ];
}

function cut(lines: readonly string[], most: number): string[] {
  return lines.length <= most ? [...lines] : [...lines.slice(0, most), `  and ${lines.length - most} more`];
}
