import { CHARGES, type Charge, isDay, OTHER_TOOL, WHOLE } from "../../domain/spend/fact.ts";
import { columnsOf, type RowReader } from "./csv-table.ts";
import { ImportError, shown } from "./import-error.ts";
import type { ImportOptions } from "./import-options.ts";
import { findTool } from "./known-tools.ts";
import { assertPossible, enter, type Ledger, readAmount, readCurrency } from "./ledger.ts";
import type { ChargePeriod } from "./period.ts";
import { shortName } from "./tallies.ts";

const REQUIRED = ["day", "currency", "amount"];
const COLUMNS = ["day", "tool", "charge", "currency", "amount", "scope"];
const FORM = "day,tool,charge,currency,amount and, if you like, scope";

/** Parts of the names of columns that hold people, their accounts, keys or sessions. */
const PERSON =
  /user|mail|login|person|people|author|actor|developer|employee|engineer|member|principal|owner|account|assignee|session|key|handle|identity|uuid|^name$|(?:full|first|last|given|family|display).?name/;

/** Begins to read the minimal format: one row for each day, tool, charge, currency and scope, or several of them. */
export function beginCsv(header: readonly string[], ledger: Ledger, options: ImportOptions): RowReader {
  const columns = columnsOf(header, shown);
  assertColumns(header, options);
  const at = Object.fromEntries(COLUMNS.map((name) => [name, columns.get(name) ?? -1]));
  const scopes = new Set(options.scopes.map(({ name }) => name));
  return (cells, line) => {
    const cell = (name: string) => cells[at[name] ?? -1]?.trim() ?? "";
    const place = (column: string) => ({ line, column });
    const period = readDay(cell("day"), ledger, line);
    const currency = readCurrency(cell("currency"), place("currency"));
    const amount = readAmount(cell("amount"), place("amount"));
    const charge = readCharge(cell("charge"), line);
    const named = readName(cell("tool"), { line, column: "tool" });
    const tool = named === "" ? options.tool : findTool(named, options.ownTools);
    if (tool === undefined && named === "")
      throw new ImportError("it is empty: name the tool here, or give --tool", place("tool"));
    if (tool === undefined) ledger.unknown.add(shortName(named), currency, amount);
    const scope = readName(cell("scope"), { line, column: "scope" });
    const isDeclared = scopes.has(scope);
    if (scope !== "" && !isDeclared) ledger.unscoped.add("scope", currency, amount);
    enter(ledger, {
      period,
      tool: tool ?? OTHER_TOOL,
      charge,
      scope: isDeclared ? scope : WHOLE,
      currency,
      amount,
    });
  };
}

/** Throws an `ImportError` for a header that lacks a column, or has one that is not read. */
function assertColumns(header: readonly string[], { tool }: ImportOptions): void {
  const names = header.map((cell) => cell.trim().toLowerCase());
  const place = { line: 1 };
  if (!names.some((name) => COLUMNS.includes(name))) {
    const remedy = /[;\t]/.test(names[0] ?? "") ? ", with commas between them" : "";
    throw new ImportError(
      `${shown(header[0] ?? "")} is no column: the first line is ${FORM}${remedy}`,
      place,
    );
  }
  const person = header.find((_, index) => isPersons(names[index] ?? ""));
  if (person !== undefined)
    throw new ImportError(
      `the column ${shown(person)} seems to be about people, and Plimsoll keeps none: remove it, and add up by day and tool`,
      place,
    );
  const unknown = header.find((_, index) => !COLUMNS.includes(names[index] ?? ""));
  if (unknown !== undefined)
    throw new ImportError(`the column ${shown(unknown)} is unknown: remove it, so that it is ${FORM}`, place);
  const missing = [...REQUIRED, ...(tool === undefined ? ["tool"] : [])].find(
    (name) => !names.includes(name),
  );
  if (missing !== undefined)
    throw new ImportError(
      `the column ${missing} is missing: add it${missing === "tool" ? ", or give --tool" : ""}`,
      place,
    );
}

function isPersons(name: string): boolean {
  return !COLUMNS.includes(name) && PERSON.test(name);
}

function readDay(cell: string, ledger: Ledger, line: number): ChargePeriod {
  const place = { line, column: "day" };
  if (!isDay(cell)) throw new ImportError(`${shown(cell)} is not a day: write it as 2026-11-20`, place);
  const period = { first: cell, days: 1 };
  assertPossible(period, ledger, place);
  return period;
}

function readCharge(cell: string, line: number): Charge {
  const charge = CHARGES.find((each) => each === (cell.toLowerCase() || "usage"));
  if (charge !== undefined) return charge;
  throw new ImportError(`${shown(cell)} is not a charge: write ${CHARGES.join(", ")}, or nothing for usage`, {
    line,
    column: "charge",
  });
}

/** Returns a name. Throws an `ImportError` for an address, since it would be that of a person. */
function readName(cell: string, place: { readonly line: number; readonly column: string }): string {
  if (!cell.includes("@")) return cell;
  throw new ImportError("it has an @: an address of a person is not imported, remove it", place);
}
