import type { DeclaredTool } from "../domain/attribution/tool-role.ts";
import { WEEK_MS } from "../domain/durations.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { firstWeekNeeded } from "../domain/metric/scope-weeks.ts";
import { shift, startOf, type Week } from "../domain/metric/week.ts";
import type { ZeroFacts } from "../domain/metric/zero-facts.ts";
import { shipModeAt } from "../domain/shipping/ship-mode.ts";
import type { Window } from "../storage/histories.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";

/** The week, its zone, and the present time. */
export interface Span {
  readonly week: Week;
  readonly zone: string;
  readonly now: Date;
}

/** A week of which nothing merged after it is loaded, but what decides about its own changes. */
export interface OlderSpan extends Span {
  readonly mergedUntil?: Date;
}

/** The stored facts of a repository for a week's digest. */
export interface LoadedRepository {
  readonly window: Window;
  /** The tools of the week's declared changes. */
  readonly tools: ReadonlyMap<string, readonly DeclaredTool[]>;
}

/** The beginning and the end of a week. */
export function endsOf({ week, zone }: Omit<Span, "now">): readonly [start: Date, end: Date] {
  return [startOf(week, zone), startOf(shift(week, 1), zone)];
}

/** Loads the facts of a repository for a week's digest. */
export async function loadRepository(
  { histories }: Pick<Stores, "histories">,
  { id }: Repository,
  span: OlderSpan,
): Promise<LoadedRepository> {
  const [deployedFrom, deployedUntil] = endsOf(span);
  const since = startOf(firstWeekNeeded(span.week), span.zone);
  const merged = { since, ...(span.mergedUntil && { until: span.mergedUntil }) };
  const window = await histories.loadWindow(id, { ...merged, deployedFrom, deployedUntil });
  const declared = window.changes.filter(
    ({ attribution, mergedAt }) =>
      attribution === "declared" && mergedAt >= deployedFrom && mergedAt < deployedUntil,
  );
  const tools = await histories.toolsOf(
    id,
    declared.map((change) => change.id),
  );
  return { window, tools };
}

/** The time before a week whose deployments explain why nothing ships. */
const SIGHTED_FOR = 13 * WEEK_MS;

/** Loads the deployments that were seen in a repository in whose week nothing counts. */
export async function loadZeroFacts(
  { histories, backfills, installations }: Pick<Stores, "histories" | "backfills" | "installations">,
  { id, installationId }: Repository,
  of: { readonly measured: Measured; readonly window: Window; readonly span: Span },
): Promise<ZeroFacts> {
  const [from, until] = endsOf(of.span);
  const hasMerged = of.measured.changes.some(({ change }) => {
    return change.mergedAt >= from && change.mergedAt < until;
  });
  // Most repositories of an organization may be idle.
  const seen = async (since: Date) => (hasMerged ? histories.environmentCounts(id, [since, until]) : []);
  return {
    inWeek: await seen(from),
    until: await seen(new Date(until.getTime() - SIGHTED_FOR)),
    ship: shipModeAt(of.window, new Date(until.getTime() - 1)).ship,
    isPastUnread: await backfills.isRunning(id),
    isSuspended: (await installations.find(installationId))?.suspendedAt !== undefined,
  };
}
