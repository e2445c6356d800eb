import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import { ImportError, type Place } from "./import-error.ts";

/** The most characters of a row. A longer one is a quote that is never closed, or no CSV. */
const MOST_CHARACTERS = 1_000_000;

/** How CSV is parsed: rows as lists, since an object for each row takes half of the time. */
export const CSV_OPTIONS = {
  bom: true,
  record_delimiter: ["\r\n", "\n"],
  skip_empty_lines: true,
  max_record_size: MOST_CHARACTERS,
};

/** Reads a row. Throws an `ImportError`. */
export type RowReader = (cells: readonly string[], line: number) => void;

/** A CSV file, as it is read. */
interface CsvInput {
  readonly bytes: AsyncIterable<Buffer>;
  /** Looks at the names of the columns, and returns the reader of rows. Throws an `ImportError`. */
  readonly begin: (header: readonly string[]) => RowReader;
}

/** Reads a CSV file, and returns the number of its rows. Throws an `ImportError`, also where it has none. */
export async function readCsv({ bytes, begin }: CsvInput): Promise<number> {
  let read: RowReader | undefined;
  let rows = 0;
  const parser = parse({
    ...CSV_OPTIONS,
    // A row that is passed on as an item of a stream takes longer than to read it.
    on_record: (cells: readonly string[], { lines }) => {
      if (read === undefined) read = begin(cells);
      else {
        rows++;
        read(cells, lines);
      }
      return null;
    },
  });
  parser.resume();
  try {
    await pipeline(bytes, parser);
  } catch (error) {
    throw error instanceof CsvError ? notCsv(error) : error;
  }
  if (read === undefined) throw new ImportError("it is empty");
  if (rows === 0) throw new ImportError("it has a header and no rows: there is nothing to import");
  return rows;
}

/** The error of the parser quotes the file, and so does not go further. */
function notCsv(error: CsvError): ImportError {
  const lines: unknown = error.lines;
  const place: Place = typeof lines === "number" ? { line: lines } : {};
  switch (error.code) {
    case "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH":
      return new ImportError(
        "this row has more or fewer cells than the header: is the file cut off, or a comma not in quotes?",
        place,
      );
    case "CSV_QUOTE_NOT_CLOSED":
      return new ImportError("a quote is not closed: is the file cut off?", place);
    case "CSV_MAX_RECORD_SIZE":
      return new ImportError(
        `this row has more than ${MOST_CHARACTERS} characters: is a quote not closed, or is it no CSV?`,
        place,
      );
    default:
      return new ImportError(
        'a quote is misplaced: write "" for a quote in a cell, and quote the cell',
        place,
      );
  }
}

/** The place of each column in a header, by its name in lower case. Throws an `ImportError` for a name that occurs twice. */
export function columnsOf(header: readonly string[], show: (name: string) => string): Map<string, number> {
  const columns = new Map<string, number>();
  for (const [index, cell] of header.entries()) {
    const name = cell.trim().toLowerCase();
    if (columns.has(name))
      throw new ImportError(`the column ${show(cell)} occurs twice: remove one`, { line: 1 });
    columns.set(name, index);
  }
  return columns;
}
