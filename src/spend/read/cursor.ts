import Big from "big.js";
import { z } from "zod";
import { type Day, utcDay, WHOLE } from "../../domain/spend/fact.ts";
import { changedForm, understand } from "./answers.ts";
import { ask } from "./ask.ts";
import { DailySums } from "./daily-sums.ts";
import { type DaySpan, windowsOf } from "./day-span.ts";
import { exact, ReadPages, repeated } from "./pages.ts";
import type { Access, Reader, Vendor } from "./reader.ts";

/** The longest range of one request. */
const MOST_DAYS = 30;
const EVENTS_A_PAGE = 500;

/** Of an event only the time and the money. It also names a person and a model. */
const event = z.object({
  timestamp: z.union([z.string().regex(/^\d{10,16}$/), exact]),
  isChargeable: z.boolean(),
  chargedCents: exact.optional(),
});
const page = z.object({
  usageEvents: z.array(event),
  pagination: z.object({ hasNextPage: z.boolean() }),
});

type Event = z.infer<typeof event>;

/** Reads the usage events of a Cursor team, and adds what they charge by UTC day. */
export const readCursor: Reader = async (request, access) => {
  const sums = new DailySums(access.vendor.name, request);
  for (const window of windowsOf(request, MOST_DAYS))
    for await (const events of pagesOf(access, window))
      for (const each of events) {
        // An event that the plan includes has a price too.
        const charge = each.isChargeable ? "usage" : "included";
        const place = { tool: "cursor", charge, scope: WHOLE, currency: "USD" } as const;
        sums.add(
          { day: dayOf(access.vendor, each, window), ...place },
          centsOf(access.vendor, each).div(100),
        );
      }
  return { sums, provider: {}, notes: [] };
};

async function* pagesOf(access: Access, { from, until }: DaySpan): AsyncGenerator<readonly Event[]> {
  const pages = new ReadPages(access.vendor);
  // Both ends belong to the range.
  const range = { startDate: Date.parse(`${from}T00:00:00Z`), endDate: Date.parse(`${until}T00:00:00Z`) - 1 };
  const authorization = `Basic ${Buffer.from(`${access.credential}:`).toString("base64")}`;
  for (let number = 1; ; number += 1) {
    const answer = await ask(access, {
      path: "/teams/filtered-usage-events",
      headers: { authorization },
      body: { ...range, page: number, pageSize: EVENTS_A_PAGE },
    });
    const { usageEvents: events, pagination } = understand(access.vendor, page, answer);
    pages.add(events);
    yield events;
    if (!pagination.hasNextPage) return;
    if (events.length === 0) throw repeated(access.vendor);
  }
}

/** The day of an event. One outside of the requested days would be counted again with these. */
function dayOf(vendor: Vendor, { timestamp }: Event, { from, until }: DaySpan): Day {
  const at = new Date(Number(timestamp.toString()));
  const day = Number.isNaN(at.getTime()) ? "" : utcDay(at);
  if (day < from || day >= until) throw changedForm(vendor, "timestamp");
  return day;
}

/** An event that charges nothing can have no amount. */
function centsOf(vendor: Vendor, { chargedCents, isChargeable }: Event) {
  if (chargedCents !== undefined) return chargedCents;
  if (isChargeable) throw changedForm(vendor, "chargedCents");
  return new Big(0);
}
