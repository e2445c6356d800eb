import { z } from "zod";
import { type Day, shiftDay, WHOLE } from "../../domain/spend/fact.ts";
import { changedForm, understand } from "./answers.ts";
import { DailySums } from "./daily-sums.ts";
import { askGitHub, readProvider } from "./github.ts";
import { toolOf } from "./github-tools.ts";
import { exact } from "./pages.ts";
import type { Reader } from "./reader.ts";

const item = z.object({
  product: z.string(),
  sku: z.string(),
  unitType: z.string(),
  discountAmount: exact,
  netAmount: exact,
});
const report = z.object({
  timePeriod: z.object({ year: exact, month: exact.optional(), day: exact.optional() }),
  usageItems: z.array(item),
});

/** The unit of AI credits. Another unit means that the report changed. */
const CREDITS = /(?:credits?|\bai.?units?)$/i;

/**
 * Reads the AI credits of an organization: what is charged on top of the plan, and what the plan includes.
 *
 * The report adds up the period that is asked for, so each day takes a request. It names a person only if asked for one.
 */
export const readAiCredits: Reader = async (request, access) => {
  const ask = askGitHub(request, access);
  const sums = new DailySums(access.vendor.name, request);
  for (let date = request.from; date < request.until; date = shiftDay(date, 1)) {
    const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
    const route = "GET /organizations/{org}/settings/billing/ai_credit/usage";
    const answer = await ask(route, { year, month, day });
    const { timePeriod, usageItems } = understand(access.vendor, report, answer);
    // A longer period would be counted once for each day.
    if (dayOf(timePeriod) !== date) throw changedForm(access.vendor, "timePeriod");
    for (const { product, sku, unitType, discountAmount, netAmount } of usageItems) {
      if (!CREDITS.test(unitType)) throw changedForm(access.vendor, "unitType");
      const place = { day: date, tool: toolOf(product, sku), scope: WHOLE, currency: "USD" };
      sums.add({ ...place, charge: "usage" }, netAmount);
      sums.add({ ...place, charge: "included" }, discountAmount);
    }
  }
  return { sums, ...(await readProvider(ask, access)) };
};

function dayOf({ year, month, day }: z.infer<typeof report>["timePeriod"]): Day {
  const digits = (value: { toString(): string } | undefined) => String(value ?? "").padStart(2, "0");
  return `${digits(year)}-${digits(month)}-${digits(day)}`;
}
