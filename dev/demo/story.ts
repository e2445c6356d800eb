import { giftCardsReviewed } from "./pulls.ts";
import type { Step } from "./step.ts";

/** One day of the story. */
export interface Day {
  readonly date: string;
  readonly steps: readonly Step[];
}

/** When the story begins. */
export const BEGINNING = new Date("2026-10-30T09:00Z");

/** The Monday morning on which it is looked back at. */
export const END = new Date("2026-11-16T09:00Z");

/** What happens after it has been looked back at: the last change arrives. Then nothing ships for a fortnight. */
export const sequel: readonly Day[] = [
  { date: "2026-11-16", steps: [{ at: "10:30", does: "deploy", to: "production", pull: "wishlist" }] },
];

/** A fortnight at acme/shop: ISO weeks 2026-W45 and 2026-W46, with the Friday before and the Monday after. */
export const story: readonly Day[] = [
  {
    date: "2026-10-30",
    steps: [{ at: "16:00", does: "install", by: "dario" }],
  },
  {
    date: "2026-11-02",
    steps: [
      { at: "08:50", does: "open", pull: "storefront" },
      { at: "09:20", does: "merge", pull: "storefront", by: "dario" },
      {
        at: "09:40",
        does: "deploy",
        to: "production",
        pull: "storefront",
        note: "the first ever, a baseline",
      },
      { at: "13:10", does: "open", pull: "stock", note: "one of two commits with Claude Code" },
      { at: "13:20", does: "deploy", to: "preview", pull: "stock" },
      { at: "15:00", does: "merge", pull: "stock", by: "chiyo" },
      { at: "15:20", does: "deploy", to: "production", pull: "stock" },
    ],
  },
  {
    date: "2026-11-03",
    steps: [
      { at: "09:30", does: "open", pull: "quantities" },
      { at: "10:40", does: "merge", pull: "quantities", by: "esther", method: "merge" },
      { at: "14:00", does: "open", pull: "zod" },
      { at: "14:30", does: "merge", pull: "zod", by: "dario" },
      { at: "15:00", does: "deploy", to: "staging", pull: "zod" },
      { at: "15:30", does: "deploy", to: "production", pull: "zod", ends: "failure" },
    ],
  },
  {
    date: "2026-11-04",
    steps: [
      { at: "09:00", does: "open", pull: "rates", note: "with Copilot" },
      { at: "10:10", does: "merge", pull: "rates", by: "amara" },
      { at: "10:30", does: "deploy", to: "production", pull: "rates", note: "and what failed yesterday" },
      { at: "11:30", does: "open", pull: "releasing" },
      { at: "12:00", does: "merge", pull: "releasing", by: "dario" },
      { at: "12:20", does: "deploy", to: "production", pull: "releasing", note: "only documentation" },
    ],
  },
  {
    date: "2026-11-05",
    steps: [
      { at: "09:10", does: "open", pull: "sizes", note: "with Cursor" },
      { at: "10:00", does: "merge", pull: "sizes", by: "chiyo" },
      { at: "13:30", does: "open", pull: "address", note: "her second of the day" },
      { at: "14:20", does: "merge", pull: "address", by: "bjorn" },
      { at: "14:40", does: "deploy", to: "production", pull: "address", note: "and the sizes" },
      { at: "16:00", does: "deploy", to: "production", pull: "address", note: "the same commit again" },
    ],
  },
  {
    date: "2026-11-06",
    steps: [
      { at: "09:30", does: "open", pull: "confirmation", note: "two of three commits with Claude Code" },
      { at: "11:00", does: "merge", pull: "confirmation", by: "amara", method: "merge" },
      { at: "13:00", does: "open", pull: "invoices" },
      { at: "13:40", does: "merge", pull: "invoices", by: "dario" },
      { at: "14:00", does: "deploy", to: "production", pull: "invoices", note: "and the confirmation" },
    ],
  },
  {
    date: "2026-11-09",
    steps: [
      { at: "09:00", does: "open", pull: "express", note: "with Copilot" },
      { at: "10:30", does: "merge", pull: "express", by: "amara" },
      { at: "11:00", does: "deploy", to: "production", pull: "express" },
    ],
  },
  {
    date: "2026-11-10",
    steps: [
      { at: "09:20", does: "open", pull: "search", note: "with Codex" },
      { at: "11:00", does: "merge", pull: "search", by: "esther" },
      { at: "11:30", does: "deploy", to: "production", pull: "search" },
      { at: "14:00", does: "deploy", to: "production", pull: "express", note: "a rollback" },
      { at: "17:00", does: "deploy", to: "production", pull: "search", note: "forward again" },
    ],
  },
  {
    date: "2026-11-11",
    steps: [
      { at: "09:30", does: "revert", of: "express", pull: "noExpress", by: "dario" },
      { at: "10:00", does: "merge", pull: "noExpress", by: "bjorn" },
      { at: "10:30", does: "deploy", to: "production", pull: "noExpress" },
      { at: "13:30", does: "open", pull: "remember", note: "with Claude Code" },
      { at: "15:00", does: "merge", pull: "remember", by: "farid" },
    ],
  },
  {
    date: "2026-11-12",
    steps: [
      { at: "10:00", does: "open", pull: "logout" },
      { at: "11:20", does: "merge", pull: "logout", by: "chiyo", method: "merge" },
      { at: "12:00", does: "deploy", to: "production", pull: "logout", note: "and yesterday's" },
    ],
  },
  {
    date: "2026-11-13",
    steps: [
      { at: "09:00", does: "open", pull: "tax", note: "with Aider" },
      { at: "10:00", does: "merge", pull: "tax", by: "esther" },
      { at: "10:20", does: "open", pull: "newsletter" },
      { at: "11:00", does: "merge", pull: "newsletter", by: "farid" },
      { at: "11:30", does: "deploy", to: "production", pull: "newsletter", note: "and the prices" },
      { at: "15:00", does: "open", pull: "giftCards" },
      { at: "16:30", does: "push", pull: "giftCards", commits: giftCardsReviewed, note: "with Copilot" },
    ],
  },
  {
    date: "2026-11-16",
    steps: [
      { at: "07:40", does: "open", pull: "wishlist", note: "with Claude Code" },
      { at: "08:10", does: "merge", pull: "wishlist", by: "amara", note: "it waits for a deployment" },
    ],
  },
];
