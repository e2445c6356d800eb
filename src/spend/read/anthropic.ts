import { z } from "zod";
import { DAY_MS } from "../../domain/durations.ts";
import { type Day, OTHER_TOOL, shiftDay, utcDay, WHOLE } from "../../domain/spend/fact.ts";
import { changedForm, understand } from "./answers.ts";
import { ask } from "./ask.ts";
import { DailySums } from "./daily-sums.ts";
import { type DaySpan, windowsOf } from "./day-span.ts";
import { exactText, followPages, pageFields } from "./pages.ts";
import type { Access, FoundSpend, Reader, ReadingRequest, Vendor } from "./reader.ts";
import { notRead } from "./reading-error.ts";

/** The longest range of one report. */
const MOST_DAYS = 31;
const ROWS_A_PAGE = "1000";
const HEADERS = { "anthropic-version": "2026-10-21" };

const row = z.object({
  starting_at: z.string(),
  ending_at: z.string(),
  group: z.object({ product: z.string().nullish(), workspace_id: z.string().nullish() }),
  cost: z.object({ amount: exactText, currency: z.string() }),
});
const page = z.object({ ...pageFields, data: z.array(row), data_refreshed_at: z.string().nullish() });

const limits = z.object({
  next_page: z.string().nullish(),
  data: z.array(
    z.object({
      amount: z.string().nullable(),
      is_enabled: z.boolean(),
      scope: z.object({ type: z.string() }),
    }),
  ),
});

/** The tools of Anthropic's products. Those that are no coding tool have no id in attribution. */
const TOOLS: Readonly<Record<string, string>> = { claude_code: "claude-code" };

/** Reads the cost report of an Anthropic organization: post-discount and pre-credit, by product and UTC day. */
export const readAnthropic: Reader = async (request, access) => {
  const sums = new DailySums(access.vendor.name, request);
  const watermarks: Date[] = [];
  for (const window of windowsOf(request, MOST_DAYS))
    for await (const { data, data_refreshed_at: refreshedAt } of pagesOf(request, access, window)) {
      if (refreshedAt != null) watermarks.push(dateOf(access.vendor, refreshedAt));
      for (const each of data) {
        const day = dayOf(access.vendor, each);
        const { product, workspace_id: workspace } = each.group;
        // Other currencies have other minor units.
        if (each.cost.currency !== "USD") throw changedForm(access.vendor, "currency");
        const tool = TOOLS[product ?? ""] ?? OTHER_TOOL;
        const scope = request.scopes.areNamed ? request.scopes.scopeOf(day, workspace) : WHOLE;
        sums.add({ day, tool, charge: "usage", scope, currency: "USD" }, each.cost.amount.div(100));
      }
    }
  return { sums, refreshedAt: watermarks.toSorted((a, b) => +a - +b)[0], ...(await readLimit(access)) };
};

function pagesOf({ scopes }: ReadingRequest, access: Access, { from, until }: DaySpan) {
  const query: [string, string][] = [
    ["starting_at", `${from}T00:00:00Z`],
    ["ending_at", `${until}T00:00:00Z`],
    ["time_bucket_width", "1d"],
    ["group_by[]", "product"],
    ...(scopes.areNamed ? [["group_by[]", "workspace_id"] as [string, string]] : []),
    ["order_by", "time"],
    ["order", "asc"],
    ["limit", ROWS_A_PAGE],
  ];
  return followPages(access.vendor, async (next) => {
    const answer = await ask(access, {
      path: "/v1/organizations/analytics/cost",
      query: next === undefined ? query : [...query, ["page", next]],
      headers: headersOf(access, "analytics-usage-cost-2026-08-24"),
    });
    return understand(access.vendor, page, answer);
  });
}

/**
 * Reads whether the organization has set itself a limit. The request asks for no limit of a person.
 *
 * A tier's limit, which Anthropic sets, does not count. Where extra usage is switched off, nothing is spent on top.
 */
async function readLimit(access: Access): Promise<Pick<FoundSpend, "provider" | "notes">> {
  try {
    const answer = await ask(access, {
      path: "/v1/organizations/spend_limits",
      query: [
        ["scope_type[]", "organization"],
        ["limit", "100"],
      ],
      headers: headersOf(access, "spend-limit-reads-2026-09-26"),
    });
    const { data } = understand(access.vendor, limits, answer);
    const ofOrganization = data.filter(({ scope }) => scope.type === "organization");
    const hasHardLimit = ofOrganization.some(({ amount, is_enabled: isOn }) => amount !== null || !isOn);
    return { provider: { hasHardLimit }, notes: [] };
  } catch (error) {
    return { provider: {}, notes: [notRead("the limit", error)] };
  }
}

function headersOf({ credential }: Access, beta: string): Readonly<Record<string, string>> {
  return { ...HEADERS, authorization: `Bearer ${credential}`, "anthropic-beta": beta };
}

function dateOf(vendor: Vendor, text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw changedForm(vendor, "data_refreshed_at");
  return at;
}

/** The day of a row, which must be a whole UTC day. */
function dayOf(vendor: Vendor, { starting_at: start, ending_at: end }: z.infer<typeof row>): Day {
  const [from, until] = [new Date(start), new Date(end)];
  const isDay = !Number.isNaN(from.getTime()) && from.getTime() % DAY_MS === 0;
  if (!isDay || until.getTime() !== Date.parse(`${shiftDay(utcDay(from), 1)}T00:00:00Z`))
    throw changedForm(vendor, "starting_at");
  return utcDay(from);
}
