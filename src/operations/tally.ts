import type { PublishedNumbers } from "./digest-gauges.ts";
import type { MeasuredSpend } from "./spend-gauges.ts";

/** The outcome of a request to the webhook's address. */
export type Reception =
  | "stored"
  | "not-needed"
  | "not-understood"
  | "refused-method"
  | "refused-headers"
  | "refused-signature"
  | "refused-size"
  | "refused-slow"
  | "refused-pieces"
  | "refused-crowd"
  | "refused-gone"
  | "refused-json"
  | "not-stored";

/** The result of one try to process a delivery. */
export type DeliveryResult = "done" | "put-off" | "rate-limited" | "given-up";

/** The result of one try to bring a check run up to date. */
type CheckRunResult = "created" | "updated" | "nothing" | "refused" | "put-off" | "rate-limited" | "given-up";

/** The result of one try to publish a digest. */
export type DigestResult = "created" | "updated" | "nothing" | "left" | "refused" | "failed";

/** Work that time alone makes due. */
export type ScheduledWork = "digests" | "catch-up" | "nightly";

/** Counts the results of work, as it is done. */
export interface Tally {
  received(event: string | undefined, reception: Reception, seconds: number): void;
  deliveryWorked(event: string, result: DeliveryResult, seconds: number): void;
  checkRunWorked(result: CheckRunResult): void;
  digestWorked(result: DigestResult, seconds: number): void;
  /** A digest was computed for its issue. */
  digestPublished(published: PublishedNumbers): void;
  /** GitHub's log shows deliveries that were never received, and that are requested again. */
  deliveriesMissed(count: number): void;
  /** GitHub's log of deliveries does not reach back to the last reading. */
  logGapFound(): void;
  /** The work was completed now, without a failure of its own. */
  scheduledDone(work: ScheduledWork): void;
  /** The spend of an installation was computed now. */
  spendMeasured(spend: MeasuredSpend): void;
}
