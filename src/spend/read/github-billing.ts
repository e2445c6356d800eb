import { z } from "zod";
import { type Charge, type Day, isDay, shiftDay } from "../../domain/spend/fact.ts";
import { changedForm, understand } from "./answers.ts";
import { DailySums } from "./daily-sums.ts";
import type { DaySpan } from "./day-span.ts";
import { askGitHub, readProvider } from "./github.ts";
import { isAiProduct, toolOf } from "./github-tools.ts";
import { exact } from "./pages.ts";
import type { Reader } from "./reader.ts";

const item = z.object({
  date: z.string(),
  product: z.string(),
  sku: z.string(),
  unitType: z.string(),
  discountAmount: exact,
  netAmount: exact,
  repositoryName: z.string().optional(),
});
const report = z.object({ usageItems: z.array(item) });

/** The units of AI products. Another unit means that the report changed. */
const UNITS = /^(?:ai.?)?credits?$|requests?$|tokens?$|units?$/i;
/** The unit of licences. */
const SEATS = /^user.?months?$/i;

/**
 * Reads the AI products of an organization's bill, with its seats and repositories.
 *
 * The bill holds AI credits too. So it is read in their place, and not beside them.
 */
export const readBilling: Reader = async (request, access) => {
  const ask = askGitHub(request, access);
  const sums = new DailySums(access.vendor.name, request);
  for (const { text, ...asked } of monthsOf(request)) {
    const route = "GET /organizations/{org}/settings/billing/usage";
    const { usageItems } = understand(access.vendor, report, await ask(route, asked));
    for (const { product, sku, unitType, ...rest } of usageItems.filter((each) =>
      isAiProduct(each.product),
    )) {
      const day = rest.date.slice(0, 10);
      // A row of another month would be counted again with that one.
      if (!isDay(day) || !day.startsWith(text)) throw changedForm(access.vendor, "date");
      // A month has more days than are read.
      if (day < request.from || day >= request.until) continue;
      const charge = chargeOf(unitType);
      if (charge === undefined) throw changedForm(access.vendor, "unitType");
      const scope = request.scopes.scopeOfRepository(day, rest.repositoryName);
      const place = { day, tool: toolOf(product, sku), scope, currency: "USD" };
      sums.add({ ...place, charge }, rest.netAmount);
      sums.add({ ...place, charge: "included" }, rest.discountAmount);
    }
  }
  return { sums, ...(await readProvider(ask, access)) };
};

/** The charge of a unit; `undefined` for a unit that is not known. */
function chargeOf(unit: string): Charge | undefined {
  if (SEATS.test(unit)) return "seat";
  return UNITS.test(unit) ? "usage" : undefined;
}

/** The months in which the days lie. */
function monthsOf({ from, until }: DaySpan) {
  const months = new Set<string>();
  for (let day: Day = from; day < until; day = shiftDay(day, 1)) months.add(day.slice(0, 7));
  return [...months].map((text) => {
    const [year = 0, month = 0] = text.split("-").map(Number);
    return { text, year, month };
  });
}
