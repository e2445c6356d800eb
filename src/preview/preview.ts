import type { CloneChange } from "../domain/clone/clone-changes.ts";
import type { Preview } from "../domain/clone/preview.ts";
import { carriesMost, shipModeShown, toDeployments } from "../domain/clone/releases.ts";
import { openCalendar } from "../domain/metric/calendar.ts";
import { type Digest, digestWeek } from "../domain/metric/digest.ts";
import { type Measured, measure } from "../domain/metric/measured.ts";
import { firstWeekNeeded } from "../domain/metric/scope-weeks.ts";
import { toolTotals } from "../domain/metric/tool-totals.ts";
import { shift, startOf, type Week, weekOf } from "../domain/metric/week.ts";
import { isEffectiveFile } from "../domain/shipping/effective.ts";
import type { ShippedChange } from "../domain/shipping/judgement.ts";
import { DEFAULT_RULES, type ShipMode } from "../domain/shipping/rules.ts";
import { deriveShipping } from "../domain/shipping/shipping.ts";
import { readLineCounts } from "../git/line-counts.ts";
import { type Clone, type CloneRequest, readClone } from "./clone.ts";

/** What to preview. */
export interface PreviewRequest extends Omit<CloneRequest, "weeks"> {
  /** How it ships; `auto` takes what the clone shows. */
  readonly ship: "auto" | "releases" | "merges";
  /** How many weeks are shown. */
  readonly weeks: number;
}

/** How many weeks later a release may carry a week's work and the week still be found. */
const MOST_WAITING = 13;

/**
 * Previews a clone: the digest of its newest complete week, by the domain code that the server uses.
 *
 * Throws a `GitError` when git cannot read it, and a `ConfigError` when its config is not right.
 */
export async function previewClone({ ship, weeks, ...request }: PreviewRequest): Promise<Preview> {
  const reach = weeks + MOST_WAITING - weeksFrom(firstWeekNeeded(ANY_WEEK), ANY_WEEK);
  const clone = await readClone({ ...request, weeks: reach });
  const told = ship === "auto" ? clone.config.ship : ship;
  const measured =
    told === "releases" || told === "merges" ? measureClone(clone, told) : measureAsShown(clone);
  const zone = clone.config.timezone;
  const week = newestComplete(measured, { zone, now: clone.asOf, most: weeks });
  const sized = await withLines(request.path, clone, {
    measured,
    since: startOf(firstWeekNeeded(week), zone),
    until: startOf(shift(week, 1), zone),
  });
  const tools = new Map(clone.changes.map((change) => [change.id, change.tools]));
  const shown = Array.from({ length: weeks }, (_, index) => shift(week, index + 1 - weeks)).map((each) => {
    const part = around(sized, each, zone);
    const calendar = openCalendar(each, each, zone);
    return {
      digest: withoutReviews(digestWeek([part], { scope: clone.scope, week: each, zone, now: clone.asOf })),
      tools: toolTotals(part.changes, (id) => tools.get(id) ?? [], calendar),
    };
  });
  const measuredFrom = measured.measuredSince ?? clone.asOf;
  const last = shown.at(-1);
  if (last === undefined) throw new RangeError("a preview shows at least one week");
  return {
    ...last,
    weeks: shown.filter(({ digest }) => startOf(shift(digest.week, 1), zone) > measuredFrom),
    source: {
      ...{ branch: clone.branch, asOf: clone.asOf.toISOString(), commits: clone.graph.size },
      ...{ changes: clone.changes.length, releases: clone.releases.length },
      ...{ isShallow: clone.isShallow, isShipTold: told !== "auto" && told !== "deployments" },
    },
  };
}

/** A clone knows nothing of reviews. */
function withoutReviews(digest: Digest): Digest {
  return { ...digest, beside: { ...digest.beside, approvals: null } };
}

const ANY_WEEK = "2026-W01";

function weeksFrom(a: Week, b: Week): number {
  return Math.round((startOf(a, "utc").getTime() - startOf(b, "utc").getTime()) / (7 * 86_400_000));
}

/** Releases, if the clone shows them and they carry what was merged; else merging is all that is known. */
function measureAsShown(clone: Clone): Measured {
  if (shipModeShown(clone.releases, clone.asOf) === "merges") return measureClone(clone, "merges");
  const measured = measureClone(clone, "releases");
  return carriesMost(measured.changes, clone.asOf) ? measured : measureClone(clone, "merges");
}

/** Derives what shipped, as the server does from what GitHub tells it. */
function measureClone({ scope, config, graph, changes, releases, asOf }: Clone, ship: ShipMode): Measured {
  const rules = { ...DEFAULT_RULES, ship, services: config.services, production: config.production };
  const deployments = ship === "releases" ? toDeployments(releases) : [];
  const shipping = deriveShipping(
    { changes, deployments, graph, unrelated: new Set(), rules: [rules] },
    asOf,
  );
  return measure(scope, shipping, { ship });
}

/** The newest week that is over and complete; when none is, the newest one that is over. */
function newestComplete(
  measured: Measured,
  { zone, now, most }: { readonly zone: string; readonly now: Date; readonly most: number },
): Week {
  const last = shift(weekOf(now, zone), -1);
  for (let count = 0; count < most + MOST_WAITING; count++) {
    const week = shift(last, -count);
    const { state } = digestWeek([around(measured, week, zone)], {
      scope: measured.repository,
      week,
      zone,
      now,
    });
    if (state !== "open") return week;
  }
  return last;
}

/** What a week's digest looks at of all that was measured; that is in the order of the merges. */
function around(measured: Measured, week: Week, zone: string): Measured {
  const { changes } = measured;
  const since = firstMergedSince(changes, startOf(firstWeekNeeded(week), zone));
  const until = firstMergedSince(changes, startOf(shift(week, MOST_WAITING + 1), zone));
  return { ...measured, changes: changes.slice(since, until) };
}

function firstMergedSince(changes: readonly ShippedChange[], at: Date): number {
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const mergedAt = changes[middle]?.change.mergedAt ?? at;
    if (mergedAt < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Counts the lines of what changed in a stretch of time: git must compare contents for it, which costs most. */
async function withLines(
  path: string,
  { changes, files }: Clone,
  { measured, since, until }: { readonly measured: Measured; readonly since: Date; readonly until: Date },
): Promise<Measured> {
  const isWithin = ({ mergedAt }: CloneChange) => mergedAt >= since && mergedAt < until;
  const own = ({ commits, merges }: CloneChange) => commits.filter((sha) => !merges.includes(sha));
  const compared = changes.filter(isWithin);
  const counts = await readLineCounts(path, compared.flatMap(own));
  const lines = new Map(
    compared.map((change) => {
      const all = own(change).map((sha) => counts.get(sha));
      if (all.includes(undefined)) return [change.id, undefined];
      const effective = all.flatMap((file) => file ?? []).filter((file) => isEffectiveFile(file.path, files));
      return [change.id, effective.reduce((sum, file) => sum + file.lines, 0)];
    }),
  );
  return {
    ...measured,
    changes: measured.changes.map((shipped) => {
      const counted = lines.get(shipped.change.id);
      return counted === undefined ? shipped : { ...shipped, change: { ...shipped.change, lines: counted } };
    }),
  };
}
