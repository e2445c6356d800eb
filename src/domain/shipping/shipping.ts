import type { Change } from "./change.ts";
import { linkReverts } from "./reverts.ts";
import { lastingRollbacks } from "./rollbacks.ts";
import { type History, type Landing, playDeployments, type Reason } from "./timeline.ts";

/** The first time that a change was in production: which deployment brought it, where, and when. */
export interface Arrival {
  readonly deploymentId: number;
  readonly environment: string;
  /** When the deployment succeeded, or when the change merged if it was deployed before. */
  readonly at: Date;
}

/** What became of a merged change. */
export type Outcome =
  /** Not in production yet. */
  | "pending"
  /** First carried by a deployment that links nothing, so outside the measurement. */
  | "outside"
  | "automation"
  /** A revert, or the revert of a revert. */
  | "rework"
  /** Documentation, lockfiles, generated or vendored files only. */
  | "ineffective"
  /** Reverted by a change that shipped no later than it did. */
  | "withdrawn"
  | "undone"
  /** It shipped, and it stayed. */
  | "net";

/** What took a change out of production again. */
export interface Undoing {
  readonly by:
    | { readonly kind: "revert"; readonly changeId: string }
    | { readonly kind: "rollback"; readonly deploymentId: number };
  readonly at: Date;
  /** More than seven days after it arrived: it restates the week. */
  readonly isLate: boolean;
}

/** A merged change, and what became of it. */
export interface ShippedChange {
  readonly change: Change;
  readonly outcome: Outcome;
  readonly arrival: Arrival | undefined;
  readonly undoing: Undoing | undefined;
}

/** One finished deployment: counted, or not counted for exactly one reason. */
export interface LedgerRow {
  readonly deploymentId: number;
  readonly sha: string;
  readonly environment: string;
  readonly at: Date;
  readonly reason: Reason | undefined;
}

/** What shipped in one repository. */
export interface Shipping {
  readonly ledger: readonly LedgerRow[];
  readonly changes: ReadonlyMap<string, ShippedChange>;
}

const UNDONE_WITHIN = 7 * 86_400_000;
/** How long after its arrival a change can still be undone; then it is final. */
export const FINAL_AFTER = 28 * 86_400_000;

/** Derives what shipped from the facts, as of `now`; their order and duplicates do not matter. */
export function deriveShipping(history: History, now: Date): Shipping {
  const landings = playDeployments(history);
  const arrivals = arrivalsOf(landings);
  const outside = new Set(landings.filter((landing) => !isLinked(landing)).flatMap(({ changes }) => changes));
  const reverts = linkReverts(history.changes, (change) => arrivals.has(change));
  const rollbacks = lastingRollbacks(landings, now);

  const judge = (change: Change): ShippedChange => {
    const arrival = arrivals.get(change);
    if (arrival === undefined) {
      return { change, outcome: outside.has(change) ? "outside" : "pending", arrival, undoing: undefined };
    }
    const apart = classApart(change, reverts.isRework(change));
    if (apart !== undefined) return { change, outcome: apart, arrival, undoing: undefined };
    const revert = reverts.revertOf(change);
    const revertedAt = revert && arrivals.get(revert)?.at;
    if (revertedAt && revertedAt <= arrival.at)
      return { change, outcome: "withdrawn", arrival, undoing: undefined };
    const rollback = rollbacks.get(change);
    const undoing = firstInTime(arrival, [
      revert && { by: { kind: "revert", changeId: revert.id }, at: revert.mergedAt },
      rollback && { by: { kind: "rollback", deploymentId: rollback.deploymentId }, at: rollback.at },
    ]);
    return { change, outcome: undoing ? "undone" : "net", arrival, undoing };
  };

  const changes = new Map(history.changes.map((change) => [change.id, judge(change)]));
  return { ledger: landings.map((landing) => ledgerRow(landing, changes)), changes };
}

function isLinked({ reason }: Landing): boolean {
  return reason !== "baseline" && reason !== "range-unknown";
}

function arrivalsOf(landings: readonly Landing[]): Map<Change, Arrival> {
  const arrivals = new Map<Change, Arrival>();
  for (const { finished, changes } of landings.filter(isLinked)) {
    for (const change of changes) {
      arrivals.set(change, {
        deploymentId: finished.deployment.id,
        environment: finished.environment,
        at: finished.at > change.mergedAt ? finished.at : change.mergedAt,
      });
    }
  }
  return arrivals;
}

/** The class of a change that ships without being output of its own. */
function classApart(change: Change, isRework: boolean): Outcome | undefined {
  if (change.attribution === "automation") return "automation";
  if (isRework) return "rework";
  return change.isEffective ? undefined : "ineffective";
}

/** The earliest of what undid a change before it was final. */
function firstInTime(
  arrival: Arrival,
  candidates: readonly (Pick<Undoing, "by" | "at"> | undefined)[],
): Undoing | undefined {
  const sinceArrival = (at: Date) => at.getTime() - arrival.at.getTime();
  const [first] = candidates
    .filter((candidate) => candidate !== undefined)
    .filter(({ at }) => sinceArrival(at) <= FINAL_AFTER)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  return first && { ...first, isLate: sinceArrival(first.at) > UNDONE_WITHIN };
}

const EFFECTIVE: ReadonlySet<Outcome> = new Set(["withdrawn", "undone", "net"]);

function ledgerRow(landing: Landing, changes: ReadonlyMap<string, ShippedChange>): LedgerRow {
  const { finished, reason, changes: carried } = landing;
  const isEffective = carried.some(({ id }) => EFFECTIVE.has(changes.get(id)?.outcome ?? "pending"));
  return {
    deploymentId: finished.deployment.id,
    sha: finished.deployment.sha,
    environment: finished.environment,
    at: finished.at,
    reason: reason ?? (isEffective ? undefined : "no-effective-change"),
  };
}
