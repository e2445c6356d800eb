import { countByEnvironment } from "../shipping/environment-counts.ts";
import { OUTCOMES } from "../shipping/outcome.ts";
import { type Waiting, type WaitingCause, waitingBecause } from "../shipping/standstill.ts";
import { countChanges } from "./counts.ts";
import type { Measured } from "./measured.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek } from "./scope-weeks.ts";
import type { ZeroFacts } from "./zero-facts.ts";

/** The reason why nothing counts in a week that waits for nothing. */
export type OtherCause =
  | "suspended"
  | "past-unread"
  | "before-measurement"
  | "nothing-merged"
  /** Something arrived, and none of it counts. */
  | "none-counts"
  /** There are net changes, and none has a builder. */
  | "no-builder";

/** The reason why nothing counts in a repository's week. */
export type Zero = {
  /** `owner/name`. */
  readonly repository: string;
  /** Whether the named deployments are of the week, and not of the thirteen weeks up to its end. */
  readonly isOfWeek: boolean;
} & (
  | { readonly cause: WaitingCause; readonly waiting: Waiting }
  | { readonly cause: OtherCause; readonly waiting: null }
);

type Week = Pick<ScopeWeek, "start" | "end">;

/** The reasons for the repositories in whose week nothing counts, by name. */
export function zerosOf({ repositories }: Scope, week: Week): Zero[] {
  return repositories.flatMap((measured) => {
    const zero = zeroOf(measured, week);
    return zero === undefined ? [] : [zero];
  });
}

/** Whether no change merged in a week counts: a zero that needs an explanation. */
export function isZero({ changes }: Pick<Measured, "changes">, week: Week): boolean {
  return !mergedIn(changes, week).some(
    ({ outcome, change }) => outcome === "net" && change.builder !== undefined,
  );
}

function zeroOf(measured: Measured, week: Week): Zero | undefined {
  if (!isZero(measured, week)) return undefined;
  const { repository, measuredSince, ship, zeroFacts = zeroFactsIn(measured, week) } = measured;
  const of = (cause: OtherCause): Zero => ({ repository, cause, waiting: null, isOfWeek: true });
  if (zeroFacts.isSuspended) return of("suspended");
  if (zeroFacts.isPastUnread) return of("past-unread");
  const merged = mergedIn(measured.changes, week);
  const { pending, net } = countChanges(merged);
  if (merged.length === 0) return of("nothing-merged");
  if (ship !== "merges" && measuredSince !== undefined && measuredSince.getTime() >= week.end)
    return of("before-measurement");
  const isWaiting = pending > 0 || merged.every(({ outcome }) => !OUTCOMES[outcome].isMeasured);
  if (!isWaiting) return of(net > 0 ? "no-builder" : "none-counts");
  const isOfWeek = zeroFacts.inWeek.length > 0;
  const waiting = waitingBecause(isOfWeek ? zeroFacts.inWeek : zeroFacts.until, zeroFacts.ship);
  return { repository, cause: waiting.cause, waiting, isOfWeek };
}

function mergedIn(changes: Measured["changes"], { start, end }: Week): Measured["changes"] {
  return changes.filter(
    ({ change: { mergedAt } }) => mergedAt.getTime() >= start && mergedAt.getTime() < end,
  );
}

/** The facts that a whole derived history contains. */
function zeroFactsIn({ ledger, ship }: Measured, { start, end }: Week): ZeroFacts {
  const until = ledger.filter(({ at }) => at.getTime() < end);
  return {
    inWeek: countByEnvironment(until.filter(({ at }) => at.getTime() >= start)),
    until: countByEnvironment(until),
    ship,
    isSuspended: false,
    isPastUnread: false,
  };
}
