import { z } from "zod";
import { DAY_MS } from "../../domain/durations.ts";
import { type Day, utcDay, WHOLE } from "../../domain/spend/fact.ts";
import { changedForm, understand } from "./answers.ts";
import { ask } from "./ask.ts";
import { DailySums } from "./daily-sums.ts";
import { exact, exactText, followPages, pageFields, repeated } from "./pages.ts";
import type { Access, FoundSpend, Reader, ReadingRequest, Vendor } from "./reader.ts";
import { notRead, ReadingError } from "./reading-error.ts";

/** The most buckets of one page, which are days. */
const DAYS_A_PAGE = "180";

/** OpenAI describes a number, and also answers with a text. */
const amount = z.object({ value: z.union([exact, exactText]), currency: z.string() });
const result = z.object({
  object: z.literal("organization.costs.result"),
  amount,
  line_item: z.string().nullish(),
  project_id: z.string().nullish(),
});
const bucket = z.object({ start_time: exact, end_time: exact, results: z.array(result) });
const page = z.object({ ...pageFields, data: z.array(bucket) });
const limit = z.object({ threshold_amount: exact, enforcement: z.object({ status: z.string() }) });

/** Reads the costs of an OpenAI organization, as they are on its invoice, by UTC day. */
export const readOpenAi: Reader = async (request, access) => {
  const sums = new DailySums(access.vendor.name, request);
  const seen = new Set<Day>();
  for await (const { data } of pagesOf(request, access))
    for (const { results, ...times } of data) {
      const day = dayOf(access.vendor, times);
      if (seen.has(day)) throw repeated(access.vendor);
      seen.add(day);
      for (const { amount: cost, line_item: item, project_id: project } of results) {
        const scope = request.scopes.areNamed ? request.scopes.scopeOf(day, project) : WHOLE;
        const currency = cost.currency.toUpperCase();
        sums.add({ day, tool: toolOf(item), charge: "usage", scope, currency }, cost.value);
      }
    }
  return { sums, ...(await readLimit(access)) };
};

/**
 * The tool of a line item, which names a model and a kind of token.
 *
 * The costs do not tell which program asked. Models of the name Codex are made for that tool; all others count as
 * OpenAI's models.
 */
function toolOf(item: string | null | undefined): string {
  return /\bcodex\b/i.test(item ?? "") ? "codex" : "openai";
}

function pagesOf({ from, until, scopes }: ReadingRequest, access: Access) {
  const query: [string, string][] = [
    ["start_time", secondsOf(from)],
    ["end_time", secondsOf(until)],
    ["bucket_width", "1d"],
    ["group_by[]", "line_item"],
    ...(scopes.areNamed ? [["group_by[]", "project_id"] as [string, string]] : []),
    ["limit", DAYS_A_PAGE],
  ];
  return followPages(access.vendor, async (next) => {
    const answer = await ask(access, {
      path: "/v1/organization/costs",
      query: next === undefined ? query : [...query, ["page", next]],
      headers: headersOf(access),
    });
    return understand(access.vendor, page, answer);
  });
}

/** Reads whether a limit is enforced. OpenAI answers 404 where none is set. */
async function readLimit(access: Access): Promise<Pick<FoundSpend, "provider" | "notes">> {
  try {
    const answer = await ask(access, { path: "/v1/organization/spend_limit", headers: headersOf(access) });
    const { enforcement, threshold_amount: cents } = understand(access.vendor, limit, answer);
    return { provider: { hasHardLimit: enforcement.status === "enforcing" && cents.gt(0) }, notes: [] };
  } catch (error) {
    if (error instanceof ReadingError && error.status === 404)
      return { provider: { hasHardLimit: false }, notes: [] };
    return { provider: {}, notes: [notRead("the limit", error)] };
  }
}

function headersOf({ credential }: Access): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${credential}` };
}

function secondsOf(day: Day): string {
  return String(Date.parse(`${day}T00:00:00Z`) / 1_000);
}

/** The day of a bucket, which must be a whole UTC day. */
function dayOf(
  vendor: Vendor,
  { start_time: start, end_time: end }: Pick<z.infer<typeof bucket>, "start_time" | "end_time">,
): Day {
  const from = Number(start.times(1_000).toString());
  if (from % DAY_MS !== 0 || !end.minus(start).times(1_000).eq(DAY_MS))
    throw changedForm(vendor, "start_time");
  return utcDay(new Date(from));
}
