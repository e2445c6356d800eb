import type { DeclaredTool } from "../domain/attribution/tool-role.ts";
import { WEEK_MS } from "../domain/durations.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { firstWeekNeeded } from "../domain/metric/scope-weeks.ts";
import { shiftWeek, startOf, type Week } from "../domain/metric/week.ts";
import type { ZeroFacts } from "../domain/metric/zero-facts.ts";
import { type ChoiceRules, shipModeAt } from "../domain/shipping/ship-mode.ts";
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

/** The week, and the first of the weeks that are loaded with it. */
export interface LoadedSpan extends OlderSpan {
  readonly first: Week;
}

/** The stored facts of a repository for the digests of some weeks. */
interface LoadedRepository {
  readonly window: Window;
  /** The tools of the declared changes of these weeks. */
  readonly tools: ReadonlyMap<string, readonly DeclaredTool[]>;
}

/** The beginning and the end of a week. */
export function endsOf({ week, zone }: Omit<Span, "now">): readonly [start: Date, end: Date] {
  return [startOf(week, zone), startOf(shiftWeek(week, 1), zone)];
}

/** Loads the facts of a repository for the digests of the weeks from the first to the last. */
export async function loadRepository(
  { histories }: Pick<Stores, "histories">,
  { id }: Repository,
  { first, week, zone, mergedUntil }: LoadedSpan,
): Promise<LoadedRepository> {
  const [deployedFrom, deployedUntil] = [startOf(first, zone), startOf(shiftWeek(week, 1), zone)];
  const merged = { since: startOf(firstWeekNeeded(first), zone), ...(mergedUntil && { until: mergedUntil }) };
  const window = await histories.loadWindow(id, { ...merged, deployedFrom, deployedUntil });
  const declared = window.changes.filter(
    ({ attribution, mergedAt }) =>
      attribution === "declared" && mergedAt >= deployedFrom && mergedAt < deployedUntil,
  );
  const tools = await histories.findTools(
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
  of: { readonly measured: Measured; readonly rules: ChoiceRules; readonly span: Span },
): Promise<ZeroFacts> {
  const [from, until] = endsOf(of.span);
  const hasMerged = of.measured.changes.some(({ change }) => {
    return change.mergedAt >= from && change.mergedAt < until;
  });
  // Most repositories of an organization may be idle.
  const seen = async (since: Date) => (hasMerged ? histories.listEnvironmentCounts(id, [since, until]) : []);
  return {
    inWeek: await seen(from),
    until: await seen(new Date(until.getTime() - SIGHTED_FOR)),
    ship: shipModeAt(of.rules, new Date(until.getTime() - 1)).ship,
    isPastUnread: await backfills.isRunning(id),
    isSuspended: (await installations.find(installationId))?.suspendedAt !== undefined,
  };
}
