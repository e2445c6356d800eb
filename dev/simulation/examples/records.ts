import { type Digest, type DigestQuery, digestWeek } from "../../../src/domain/metric/digest.ts";
import type { Measured } from "../../../src/domain/metric/measured.ts";
import { shiftWeek, startOf, type Week } from "../../../src/domain/metric/week.ts";
import type { Change } from "../../../src/domain/shipping/change.ts";
import type { ShippedChange } from "../../../src/domain/shipping/judgement.ts";
import type { LedgerRow } from "../../../src/domain/shipping/ledger.ts";
import { change } from "../world/history.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** An instant in a week, in UTC: day 0 is Monday. */
export function on(week: Week, day: number, hour = 9): Date {
  return new Date(startOf(week, "utc").getTime() + day * DAY + hour * HOUR);
}

/** An instant some days later. */
export function later(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY);
}

/** A change that was merged at an instant and is net, in production an hour later. */
export function shipped(
  mergedAt: Date,
  {
    change: rest = {},
    ...judged
  }: Partial<Omit<ShippedChange, "change">> & { change?: Partial<Change> } = {},
): ShippedChange {
  return {
    change: change(1, mergedAt, rest),
    outcome: "net",
    arrival: {
      deploymentId: 1,
      environment: "production",
      at: new Date(mergedAt.getTime() + HOUR),
    },
    undoing: undefined,
    ...judged,
  };
}

/** A change that waits for a deployment; `willBe` something apart once it arrives, unless it is output. */
export function pending(mergedAt: Date, willBe?: ShippedChange["willBe"]): ShippedChange {
  return shipped(mergedAt, { outcome: "pending", arrival: undefined, willBe });
}

/** Changes that wait for a deployment, so many that a week of a dozen others is open. */
export function waiting(mergedAt: Date, count = 4): ShippedChange[] {
  return Array.from({ length: count }, () => pending(mergedAt));
}

/** A change that a revert undid some days after it arrived. */
export function reverted(mergedAt: Date, after: number, rest: Partial<Change> = {}): ShippedChange {
  const by = { kind: "revert", changeId: "#9" } as const;
  const undoing = { by, at: later(mergedAt, after), isLate: after > 7 };
  return shipped(mergedAt, { outcome: "undone", undoing, change: rest });
}

/** A deployment of the ledger. */
export function row(at: Date, reason?: LedgerRow["reason"]): LedgerRow {
  return {
    deploymentId: 1,
    kind: "deployment",
    sha: "m1",
    environment: "production",
    channel: "",
    at,
    reason,
    by: "app",
    failedLater: undefined,
  };
}

/** A repository, measured since long ago, that deploys. */
export function repository(changes: Measured["changes"], rest: Partial<Measured> = {}): Measured {
  return {
    repository: "acme/shop",
    ledger: [],
    changes,
    measuredSince: new Date("2026-01-01"),
    lastCounted: new Date("2026-11-22"),
    ship: "deployments",
    tools: new Map(),
    lines: [],
    ...rest,
  };
}

/** One net change each for some builders on the Monday of a week. */
export function shippedBy(week: Week, builders: number): ShippedChange[] {
  return Array.from({ length: builders }, (_, index) =>
    shipped(on(week, 0), { change: { builder: `builder-${index}` } }),
  );
}

/** Weeks with so many normalized deployments each, of as many builders; the last total is that of `week`. */
export function totals(week: Week, numbers: readonly number[]): ShippedChange[] {
  return numbers.flatMap((number, index) => shippedBy(shiftWeek(week, index - numbers.length + 1), number));
}

/** The week that the tests ask about, which ended a day before `NOW`; 2026-W47, 16 to 22 November. */
export const WEEK = "2026-W47";
export const NOW = on("2026-W48", 1);

/** The digest of `WEEK` of some repositories, as of `NOW`, with splits of however few builders unless asked otherwise. */
export function digestOf(measured: Measured | readonly Measured[], query: Partial<DigestQuery> = {}): Digest {
  const all = Array.isArray(measured) ? measured : [measured];
  return digestWeek(all, {
    scope: "acme/shop",
    week: WEEK,
    zone: "utc",
    now: NOW,
    isOwnReader: true,
    ...query,
  });
}
