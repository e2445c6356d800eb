import { isDay, WHOLE } from "../../domain/spend/fact.ts";
import { ImportError, shown } from "./import-error.ts";
import type { ImportOptions } from "./import-options.ts";
import { assertPossible, enter, type Ledger, readAmount } from "./ledger.ts";

/** A file of ccusage has a row for each day and project of a person. */
const MOST_BYTES = 64 * 1024 * 1024;
const DEFAULT_TOOL = "claude-code";
const FORM = "write it with ccusage daily --json";

/** Reads the JSON of `ccusage daily --json`, also with `--instances`, and returns the number of its rows. */
export async function readCcusage(
  bytes: AsyncIterable<Buffer>,
  ledger: Ledger,
  { tool = DEFAULT_TOOL }: ImportOptions,
): Promise<number> {
  const found = parseJson(await textOf(bytes));
  const rows = rowsOf(found);
  for (const [index, row] of rows.entries()) {
    const place = (column: string) => ({ column: `${column} of day ${index + 1}` });
    const { date, totalCost } = isObject(row) ? row : {};
    if (typeof date !== "string" || !isDay(date))
      throw new ImportError(`${shown(String(date))} is not a day: ${FORM}`, place("date"));
    if (typeof totalCost !== "number")
      throw new ImportError(`there is no number: ${FORM}, and without --no-cost`, place("totalCost"));
    const period = { first: date, days: 1 };
    assertPossible(period, ledger, place("date"));
    const amount = readAmount(String(totalCost), place("totalCost"));
    enter(ledger, { period, tool, charge: "usage", scope: WHOLE, currency: "USD", amount });
  }
  if (rows.length === 0) throw new ImportError("it has no days: there is nothing to import");
  return rows.length;
}

/** The days of a person, or of all their projects. The names of these are not read. */
function rowsOf(found: unknown): readonly unknown[] {
  const { daily, projects } = isObject(found) ? found : {};
  if (Array.isArray(daily)) return daily;
  const lists = isObject(projects) ? Object.values(projects) : [];
  if (lists.length > 0 && lists.every(Array.isArray)) return lists.flat();
  throw new ImportError(`it has no list "daily": ${FORM}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function textOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST_BYTES) throw new ImportError(`it has more than 64 MB: ${FORM}`);
  }
  return Buffer.concat(chunks)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
}

/** The message of the parser quotes the file, and so only its place goes further. */
function parseJson(text: string): unknown {
  if (text.trim() === "") throw new ImportError("it is empty");
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /at position (\d+)/.exec(String(error))?.[1];
    const line = position === undefined ? undefined : text.slice(0, Number(position)).split("\n").length;
    throw new ImportError(`it is not JSON: is it cut off? ${FORM}`, { line });
  }
}
