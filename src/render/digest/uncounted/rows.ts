import type { Digest } from "../../../domain/metric/digest.ts";
import type { Outcome } from "../../../domain/shipping/outcome.ts";
import type { Reason } from "../../../domain/shipping/timeline.ts";
import { shipment } from "../../figures.ts";
import { count } from "../../text.ts";

const REASONS: Readonly<Record<Reason, string>> = {
  "untrusted-creator": "filed by an account that the config does not list",
  preview: "a preview",
  "not-production": "not a production environment",
  failed: "failed",
  "range-unknown": "its predecessor is unknown or shares no history",
  baseline: "the first one seen; what it carried was there before",
  "same-commit": "the same commit was there already",
  rollback: "an earlier commit was deployed again",
  "no-effective-change": "brought nothing new that counts",
};

/** The outcomes of changes that are measured and not net. */
type NotNet = Exclude<Outcome, "outside" | "net">;

const OUTCOMES: Readonly<Record<NotNet, string>> = {
  pending: "not in production yet",
  automation: "automation: dependency and release robots",
  rework: "rework: reverts, reverts of reverts, and what only carries other changes",
  ineffective:
    "empty, left out by a merge, or only documentation, binaries, and generated, vendored, lock, version or excluded files",
  withdrawn: "withdrawn: reverted before or as it shipped",
  undone: "undone: reverted or rolled back",
};

/** A part of the week that is not in the number, and the reason. */
export interface UncountedRow {
  readonly what: string;
  readonly why: string;
}

/** Every deployment and change of the week that is not in the number, each under one reason. */
export function uncountedRows({ deployments, changes, ship }: Digest): UncountedRow[] {
  const reasons = Object.entries(deployments.uncounted);
  const rows = [
    ...reasons.map(([reason, number]) => row(number, shipment(ship), REASONS[reason as Reason])),
    ...Object.entries(OUTCOMES).map(([outcome, why]) => row(changes[outcome as NotNet], "change", why)),
    row(changes.noBuilder, "change", "net, but no human is accountable for it"),
  ];
  return rows.filter((each) => each !== undefined);
}

/** The amount of the week's work that is not in the number. */
export function uncountedSummary({ deployments, changes, ship }: Digest): string {
  const left = deployments.seen - deployments.counted;
  const others = changes.merged - changes.net + changes.noBuilder;
  const counts = [
    ...(left > 0 ? [`${left} of ${count(deployments.seen, shipment(ship))}`] : []),
    ...(others > 0 ? [count(others, "change")] : []),
  ];
  return `Not counted: ${counts.join(", ")}`;
}

function row(number: number, noun: string, why: string): UncountedRow | undefined {
  return number === 0 ? undefined : { what: count(number, noun), why };
}
