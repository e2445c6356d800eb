import type { Day, SpendFact } from "./fact.ts";

/** The kind of a source: a vendor's API, a file, or the config. */
export type SourceKind =
  | "github-ai-credits"
  | "github-billing"
  | "anthropic"
  | "openai"
  | "cursor"
  | "focus"
  | "csv"
  | "ccusage"
  | "declared";

/**
 * The reliability of a source's money: `billed` is on an invoice, `metered` was measured by the vendor, `estimate`
 * comes from a file, a config, or list prices.
 */
export const BASES = ["billed", "metered", "estimate"] as const;

export type Basis = (typeof BASES)[number];

/** A source of spend. */
export interface SpendSource {
  /** Unique in an organization. */
  readonly name: string;
  readonly kind: SourceKind;
  readonly basis: Basis;
  /** The number of days after which the source changes a day no more. */
  readonly settlesAfterDays: number;
}

/** The limits and seats of a provider, as it says now. Each is absent where the source does not say. */
export interface ProviderState {
  /** Whether the provider stops further use at a limit. */
  readonly hasHardLimit?: boolean | undefined;
  readonly seats?: number | undefined;
  /** The seats that were used, where the source counts them without naming people. */
  readonly activeSeats?: number | undefined;
}

/** A source, and the facts about its readings. */
export interface KnownSource extends SpendSource, ProviderState {
  readonly id: number;
  /** The last complete day; `undefined` before the first reading. */
  readonly readThrough: Day | undefined;
  /** The source's own time of its data, where it says so. */
  readonly refreshedAt: Date | undefined;
  /** The last reading. */
  readonly readAt: Date | undefined;
  /** The reason why the last try failed; `undefined` when it did not. */
  readonly error: string | undefined;
  readonly failedAt: Date | undefined;
}

/**
 * The facts of a source about some days at one time.
 *
 * A reading replaces all earlier facts of these days, even if it is empty. It changes nothing for a day with a later
 * reading.
 */
export interface SpendReading {
  readonly readAt: Date;
  /** Each day that was read, with its facts. */
  readonly days: ReadonlyMap<Day, readonly SpendFact[]>;
  /** The last complete day. */
  readonly readThrough: Day;
  readonly refreshedAt?: Date | undefined;
}

/** A day whose total a later reading changed. Amounts are in one currency. */
export interface RestatedDay {
  readonly day: Day;
  readonly currency: string;
  readonly from: bigint;
  readonly to: bigint;
  /** The time of the reading that changed it. */
  readonly at: Date;
}
