/** What the intake did with a request to the webhook's address. */
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

/** What came of one try to work a delivery. */
export type DeliveryOutcome = "done" | "put-off" | "rate-limited" | "given-up";

/** What came of one try to bring a check run up to date. */
type CheckRunOutcome =
  | "created"
  | "updated"
  | "nothing"
  | "refused"
  | "put-off"
  | "rate-limited"
  | "given-up";

/** What came of one try to publish a digest. */
export type DigestOutcome = "created" | "updated" | "nothing" | "left" | "refused" | "failed";

/** Work that time alone makes due. */
export type ScheduledWork = "digests" | "catch-up" | "nightly";

/** Told of outcomes as they happen, to count them. */
export interface Outcomes {
  received(event: string | undefined, outcome: Reception, seconds: number): void;
  deliveryWorked(event: string, outcome: DeliveryOutcome, seconds: number): void;
  checkRunWorked(outcome: CheckRunOutcome): void;
  digestWorked(outcome: DigestOutcome, seconds: number): void;
  /** So many deliveries were never received, by GitHub's log, and are asked for again. */
  deliveriesMissed(count: number): void;
  /** GitHub's log of deliveries does not reach back to where it was read last. */
  logGapFound(): void;
  /** All of it was done now, without a failure of its own. */
  scheduledDone(work: ScheduledWork): void;
}
