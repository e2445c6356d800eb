import type Big from "big.js";
import { type Charge, OTHER_TOOL, WHOLE } from "../../domain/spend/fact.ts";
import { columnsOf, type RowReader } from "./csv-table.ts";
import { createFilter } from "./focus-filter.ts";
import { createPeriods } from "./focus-periods.ts";
import { ImportError, type Place, shown } from "./import-error.ts";
import type { ImportOptions } from "./import-options.ts";
import { assertPossible, enter, isPossible, type Ledger, readAmount, readCurrency } from "./ledger.ts";
import type { ChargePeriod } from "./period.ts";

/** The columns that are read. No other one is, above all not `ResourceId`, `Tags` and `SubAccountName`. */
const REQUIRED = [
  "ChargePeriodStart",
  "ChargePeriodEnd",
  "ChargeCategory",
  "EffectiveCost",
  "BillingCurrency",
  "ServiceName",
  "ServiceCategory",
] as const;
/** The vendors: from FOCUS 1.3 on `ServiceProviderName`, before it the other two. */
const VENDORS = ["ServiceProviderName", "ProviderName", "PublisherName"] as const;
const OPTIONAL = ["ChargeClass", "SubAccountId"] as const;

type Column = (typeof REQUIRED)[number] | (typeof VENDORS)[number] | (typeof OPTIONAL)[number];

/** A longer period could replace days of which other files know more. */
const MOST_DAYS = 31;

const CHARGE_OF: Readonly<Record<string, Charge>> = {
  usage: "usage",
  purchase: "seat",
  credit: "credit",
  adjustment: "adjustment",
};

/** Begins to read a FOCUS export: the rows about AI tools, of a bill about everything. */
export function beginFocus(header: readonly string[], ledger: Ledger, options: ImportOptions): RowReader {
  const at = findColumns(header);
  const periodOf = createPeriods();
  const sort = createFilter(options.tool);
  const scopeOf = nativeScopes(options);
  return (cells, line) => {
    const cell = (name: Column) => contentOf(cells[at[name]]);
    const place = (column: Column) => ({ line, column });
    const period = periodOf(cell("ChargePeriodStart"), cell("ChargePeriodEnd"), line);
    const amount = readAmount(cell("EffectiveCost"), place("EffectiveCost"));
    const currency = readCurrency(cell("BillingCurrency"), place("BillingCurrency"));
    // A bill without AI on a day says that there was none.
    if (period.days === 1 && isPossible(period, ledger)) ledger.sums.cover(period.first);
    const product = sort(cell("ServiceName"), cell("ServiceCategory"), VENDORS.map(cell).join("\n"));
    if (product.isUnknown) ledger.unknown.add(product.name, currency, amount);
    const category = cell("ChargeCategory");
    const reason = product.reason ?? reasonFor(category.toLowerCase(), amount, period);
    if (reason !== undefined) return ledger.dropped.add(reason, currency, amount);
    const isCorrection = cell("ChargeClass").toLowerCase() === "correction";
    const charge = readCharge(category, place("ChargeCategory"));
    assertPossible(period, ledger, place("ChargePeriodStart"));
    const tool = product.tool ?? OTHER_TOOL;
    ledger.products.add(`${product.name} as ${tool}`, currency, amount);
    enter(ledger, {
      period,
      tool,
      charge: isCorrection ? "adjustment" : charge,
      scope: scopeOf.get(cell("SubAccountId")) ?? WHOLE,
      currency,
      amount,
    });
  };
}

/** Why a row about an AI tool is dropped; `undefined` when it is imported. */
function reasonFor(category: string, amount: Big, { days }: ChargePeriod): string | undefined {
  if (category === "tax") return "tax";
  if (category === "purchase" && amount.eq(0)) return "purchases whose cost is in the rows that use them";
  return days > MOST_DAYS ? `a charge period of more than ${MOST_DAYS} days` : undefined;
}

function readCharge(category: string, place: Place): Charge {
  const charge = CHARGE_OF[category.toLowerCase()];
  if (charge !== undefined) return charge;
  throw new ImportError(
    `${shown(category)} is no category of FOCUS: write Usage, Purchase, Tax, Credit or Adjustment`,
    place,
  );
}

/** Exports write a missing value as nothing, or as `NULL`. */
function contentOf(cell = ""): string {
  const text = cell.trim();
  return text.length === 4 && text.toLowerCase() === "null" ? "" : text;
}

/** Finds the columns. Throws an `ImportError` where it is no FOCUS export. */
function findColumns(header: readonly string[]): Readonly<Record<Column, number>> {
  const columns = columnsOf(header, shown);
  const find = (name: Column) => columns.get(name.toLowerCase()) ?? -1;
  const missing =
    REQUIRED.find((name) => find(name) < 0) ??
    (VENDORS.every((name) => find(name) < 0) ? VENDORS[1] : undefined);
  if (missing !== undefined)
    throw new ImportError(
      `the column ${missing} is missing: FOCUS 1.0 to 1.4 has it, so export it too, or give another --format`,
      { line: 1 },
    );
  const all = [...REQUIRED, ...VENDORS, ...OPTIONAL].map((name) => [name, find(name)]);
  return Object.fromEntries(all) as Record<Column, number>;
}

/** The scopes of the config by the accounts that it names for this source. Other accounts are not kept. */
function nativeScopes({ scopes, source }: ImportOptions): ReadonlyMap<string, string> {
  return new Map(scopes.flatMap(({ name, native }) => (native[source] ?? []).map((id) => [id, name])));
}
