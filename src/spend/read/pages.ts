import { createHash } from "node:crypto";
import Big from "big.js";
import { z } from "zod";
import { exactNumber } from "../../domain/spend/exact-json.ts";
import type { Vendor } from "./reader.ts";
import { ReadingError } from "./reading-error.ts";

/** A number of an answer, with the digits that were sent. */
export const exact = z.instanceof(Big);

/** A decimal that is written as a text. */
export const exactText = z.string().transform((text, context) => {
  const number = exactNumber(text);
  if (number !== undefined) return number;
  context.addIssue({ code: "custom", message: "no decimal" });
  return z.NEVER;
});

/** The fields with which a page names the next one. */
export const pageFields = { has_more: z.boolean(), next_page: z.string().nullish() };

interface Page {
  readonly data: readonly unknown[];
  readonly has_more: boolean;
  readonly next_page?: string | null | undefined;
}

/** More pages than any organization has. */
const MOST_PAGES = 20_000;

/** The pages of an answer that were read, by their rows. */
export class ReadPages {
  readonly #vendor: Vendor;
  readonly #digests = new Set<string>();
  #count = 0;

  constructor(vendor: Vendor) {
    this.#vendor = vendor;
  }

  /** Adds a page. Throws a `ReadingError` for the rows of an earlier page, and for pages that do not end. */
  add(rows: readonly unknown[]): void {
    this.#count += 1;
    const digest = createHash("sha256").update(JSON.stringify(rows)).digest("base64");
    const isRepeated = rows.length > 0 && this.#digests.has(digest);
    if (isRepeated || this.#count > MOST_PAGES) throw repeated(this.#vendor);
    this.#digests.add(digest);
  }
}

/** Reads a page after the other. Throws a `ReadingError` when a page repeats an earlier one, or names it as the next. */
export async function* followPages<Found extends Page>(
  vendor: Vendor,
  read: (page: string | undefined) => Promise<Found>,
): AsyncGenerator<Found> {
  const seen = new Set<string>();
  const pages = new ReadPages(vendor);
  let page: string | undefined;
  for (;;) {
    const found = await read(page);
    pages.add(found.data);
    yield found;
    if (!found.has_more) return;
    const next = found.next_page;
    if (next == null || seen.has(next)) throw repeated(vendor);
    seen.add(next);
    page = next;
  }
}

/** The error of pages that do not end. */
export function repeated({ name }: Vendor): ReadingError {
  return new ReadingError(
    `${name} repeats a page: nothing of it was stored; it is read again at the next run`,
  );
}
