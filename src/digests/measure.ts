import { WEEK_MS } from "../domain/durations.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { firstWeekNeeded } from "../domain/metric/scope-weeks.ts";
import type { Sighted } from "../domain/metric/sighted.ts";
import type { Warning } from "../domain/metric/warnings.ts";
import { shift, startOf, type Week } from "../domain/metric/week.ts";
import { isZero } from "../domain/metric/zero.ts";
import { judge, type Outcome, type ShippedChange } from "../domain/shipping/judgement.ts";
import { ledgerOf } from "../domain/shipping/ledger.ts";
import { rulesAt } from "../domain/shipping/rules.ts";
import { turnsOf } from "../domain/shipping/ship-choice.ts";
import { shipModeOf, shipSaidBy } from "../domain/shipping/ship-mode.ts";
import type { Window } from "../storage/histories.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";

/** The zone of days and weeks while no config says otherwise. */
export const ZONE = "UTC";

/** Which week, in which zone, as of when. */
interface MeasureRequest {
  readonly week: Week;
  readonly zone: string;
  readonly now: Date;
}

/** What a repository is measured from. */
export type MeasureStores = Pick<Stores, "histories" | "backfills" | "installations">;

/** What a repository hands to a digest, with what must be known of its data. */
interface MeasuredRepository {
  readonly measured: Measured;
  readonly warnings: readonly Warning[];
}

/** The zone of a repository's days and weeks. */
export async function zoneOf(
  { rules }: Pick<Stores, "rules">,
  { id }: Pick<Repository, "id">,
): Promise<string> {
  return (await rules.list(id)).at(-1)?.timezone ?? ZONE;
}

/** Judges what a digest of a week looks at. */
export async function measureRepository(
  stores: MeasureStores,
  repository: Repository,
  { week, zone, now }: MeasureRequest,
): Promise<MeasuredRepository> {
  const [deployedFrom, deployedUntil] = [startOf(week, zone), startOf(shift(week, 1), zone)];
  const since = startOf(firstWeekNeeded(week), zone);
  const { histories } = stores;
  const window = await histories.loadWindow(repository.id, { since, deployedFrom, deployedUntil });
  const changes = judge(window.changes, { ...window, now });
  const declared = changes.filter(({ outcome, change: { attribution, mergedAt } }) => {
    return (
      outcome === "net" && attribution === "declared" && mergedAt >= deployedFrom && mergedAt < deployedUntil
    );
  });
  const tools = await histories.toolsOf(
    repository.id,
    declared.map(({ change }) => change.id),
  );
  const [, ...later] = window.rules;
  return {
    measured: {
      repository: `${repository.owner}/${repository.name}`,
      ledger: ledgerOf(window.landings, changes),
      changes: changes.map(withoutCommits),
      lastCounted: lastCounted(changes),
      lastSealed: window.lastSealed,
      tools,
      sighted: await sightedIn(stores, repository, {
        changes,
        window,
        stretch: [deployedFrom, deployedUntil],
      }),
      isProductionNamed: rulesAt(window.rules, deployedUntil)?.production !== undefined,
      lines: [
        ...[...later, ...turnsOf(window.choices), ...window.definitions].map(({ since }) => since),
        ...window.keyChanges,
      ],
      ...measurementOf(window, new Date(deployedUntil.getTime() - 1)),
    },
    warnings: window.warnings,
  };
}

/** How far back deployments tell why nothing ships. */
const SIGHTED_FOR = 13 * WEEK_MS;

/** What was seen of a repository, if work was merged in a week and none of it counts. */
async function sightedIn(
  { histories, backfills, installations }: MeasureStores,
  { id, installationId }: Repository,
  of: {
    readonly changes: readonly ShippedChange[];
    readonly window: Window;
    readonly stretch: readonly [Date, Date];
  },
): Promise<Sighted | undefined> {
  const { changes, window, stretch } = of;
  const [from, until] = stretch;
  if (!isZero({ changes }, { start: from.getTime(), end: until.getTime() })) return undefined;
  const hasMerged = changes.some(({ change: { mergedAt } }) => mergedAt >= from && mergedAt < until);
  // Of an organization most repositories may be idle.
  const seen = async (since: Date) => (hasMerged ? histories.sightings(id, [since, until]) : []);
  return {
    inWeek: await seen(from),
    until: await seen(new Date(until.getTime() - SIGHTED_FOR)),
    ship: shipSaidBy(window, new Date(until.getTime() - 1)).ship,
    isPastUnread: await backfills.isRunning(id),
    isSuspended: (await installations.find(installationId))?.suspendedAt !== undefined,
  };
}

const NONE: readonly string[] = [];

/** A digest counts; which commits a change consists of would fill the memory of a large organization's. */
function withoutCommits(shipped: ShippedChange): ShippedChange {
  const { id, mergedAt, builder, attribution, isEffective, lines, isApproved } = shipped.change;
  const lists = { carriers: NONE, commits: NONE, merges: NONE, rewritten: NONE, services: NONE };
  const links = {
    reverts: NONE,
    pickedFrom: NONE,
    restating: NONE,
    partial: [],
    patchId: undefined,
    baseSha: "",
  };
  const counted = { id, mergedAt, builder, attribution, isEffective, lines, isApproved };
  return { ...shipped, change: { ...counted, ...lists, ...links } };
}

/** How a repository shipped at an instant, and since when that is measured. */
function measurementOf(
  { newest, rules, firstLanding, firstMerge }: Window,
  at: Date,
): Pick<Measured, "ship" | "measuredSince"> {
  const ship = shipModeOf(newest, rulesAt(rules, at));
  return { ship, measuredSince: ship === "merges" ? firstMerge : firstLanding };
}

const EFFECTIVE: ReadonlySet<Outcome> = new Set(["withdrawn", "undone", "net"]);

/** When the newest deployment that counts succeeded: one that was the first to carry an effective change. */
function lastCounted(changes: readonly ShippedChange[]): Date | undefined {
  const arrivals = changes
    .filter(({ outcome }) => EFFECTIVE.has(outcome))
    .map(({ arrival }) => arrival?.at.getTime() ?? 0);
  return arrivals.length === 0 ? undefined : new Date(arrivals.reduce((latest, at) => Math.max(latest, at)));
}
