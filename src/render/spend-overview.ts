import type { BudgetState } from "../domain/spend/budget-state.ts";
import { centsText, type Micros } from "../domain/spend/money.ts";
import type { CurrencySpend, SourceOverview, SpendOverview } from "../domain/spend/overview.ts";
import { percent } from "./figures.ts";
import { count, plain } from "./text.ts";

const MOST_DAYS = 5;
const LONGEST_NAME = 60;

/** Renders the stored spend for a terminal. */
export function renderSpend({ days, tools, sources, budgets, overlapped }: SpendOverview): string {
  if (sources.length === 0 && tools.length === 0) return NOTHING;
  const span = days === undefined ? "no day" : `${days[0]} to ${days[1]}`;
  const left = new Set(overlapped.map(({ tool, leftOut }) => `${plain(leftOut, LONGEST_NAME)} (${tool})`));
  return [
    `Tools, ${span} (total = usage + seats)`,
    ...table([TOOL_HEADER, ...tools.map(toolRow)]),
    ...(left.size > 0
      ? [`  Left out, since another source of the tool has more: ${[...left].join(", ")}`]
      : []),
    "",
    "Sources",
    ...table(sources.map(sourceRow)),
    ...sources.flatMap(restatedLine),
    ...(budgets.length > 0 ? ["", "Budgets", ...table(budgets.map(budgetRow))] : []),
  ].join("\n");
}

const NOTHING =
  "No spend is stored: import a file with `plimsoll spend import`, or declare seats in the config of the owner's .github repository.";

const TOOL_HEADER = [
  "tool",
  "currency",
  "total",
  "usage",
  "seats",
  "included",
  "credits",
  "adjusted",
  "basis",
];

function toolRow({ tool, currency, basis, ...money }: CurrencySpend): string[] {
  const { total, usage, seat, included, credit, adjustment } = money;
  const amounts = [total, usage, seat, included, credit, adjustment].map(centsText);
  return [tool, currency, ...amounts, basis.join(", ")];
}

function sourceRow({ name, kind, basis, readThrough, error, hasHardLimit }: SourceOverview): string[] {
  const limit = hasHardLimit === undefined ? "" : hasHardLimit ? "has a hard limit" : "no hard limit is set";
  const failure = error === undefined ? "" : `not read: ${error}`;
  const through = readThrough === undefined ? "no day read" : `complete through ${readThrough}`;
  return [plain(name, LONGEST_NAME), kind, basis, through, [limit, failure].filter(Boolean).join("; ")];
}

function restatedLine({ name, restated }: SourceOverview): string[] {
  if (restated.length === 0) return [];
  const shown = restated.slice(-MOST_DAYS).map(({ day, currency, from, to }) => {
    return `${day} from ${centsText(from)} to ${centsText(to)} ${currency}`;
  });
  const left = restated.length - shown.length;
  const more = left > 0 ? `, and ${count(left, "earlier change")}` : "";
  return [`  ${plain(name, LONGEST_NAME)} restated ${shown.join(", ")}${more}`];
}

function budgetRow({
  name,
  currency,
  amount,
  used,
  usedPart,
  elapsedPart,
  period,
  atEnd,
  per,
}: BudgetState): string[] {
  const end = atEnd === undefined ? "" : `${range(atEnd.low, atEnd.high)} ${currency} at its end`;
  return [
    plain(name, LONGEST_NAME),
    `${centsText(used)} of ${centsText(amount)} ${currency} (${percent(usedPart)})`,
    `${percent(elapsedPart)} of ${period.from.slice(0, per === "year" ? 4 : 7)} gone`,
    end,
  ];
}

function range(low: Micros, high: Micros): string {
  return low === high ? centsText(low) : `${centsText(low)} to ${centsText(high)}`;
}

/** Rows as indented lines, each column as wide as its widest cell. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
}
