import type { Digest } from "../../../domain/metric/digest.ts";
import { minutes, percent } from "../../figures.ts";
import type { SiteScope } from "../site.ts";
import type { Value } from "./paths.ts";
import type { Layer, Plot } from "./plot.ts";
import { asPercent, plotOf } from "./plot-of.ts";
import { highestOf, isAnyKnown } from "./values.ts";

/** The units of a time from merge to production, in minutes. */
const UNITS = [
  { name: "Days", length: 1_440 },
  { name: "Hours", length: 60 },
  { name: "Minutes", length: 1 },
] as const;

/** The largest unit of which the longest time is at least two. */
function unitFor(longest: number): (typeof UNITS)[number] {
  return UNITS.find(({ length }) => longest >= 2 * length) ?? UNITS[2];
}

/** The time from merge to production. */
export function leadTimes(scope: SiteScope): Plot | undefined {
  const medians = scope.weeks.map(({ beside }) => beside.medianLeadMinutes?.all ?? null);
  if (!isAnyKnown(medians)) return undefined;
  const { name, length } = unitFor(Math.max(...medians.map((value) => value ?? 0)));
  const values = medians.map((value) => (value === null ? null : value / length));
  const layers: Layer[] = [{ shape: "line", colour: "lead", values }];
  return plotOf(
    scope,
    medians,
    {
      id: "lead",
      title: `${name} from merge to production`,
      caption: "The median of each week's net changes. Half of them took less, half took more.",
      legend: [],
      highest: highestOf(layers, 1),
      layers,
    },
    minutes,
  );
}

/** The part of the changes in production that was undone. */
export function undone(scope: SiteScope): Plot | undefined {
  const shares = scope.weeks.map(undoneShare);
  // Without any there is nothing to draw; what stands beside the number says so.
  if (!shares.some((value) => (value ?? 0) > 0)) return undefined;
  const layers: Layer[] = [{ shape: "bars", colour: "undone", values: shares.map(asPercent) }];
  return plotOf(
    scope,
    shares,
    {
      id: "undone-share",
      title: "Undone changes",
      caption: `The part of the changes ${scope.digest.ship === "merges" ? "that count" : "in production"} that were reverted or rolled back within 7 days. Weeks that are not settled can still rise.`,
      legend: [],
      highest: highestOf(layers, 10),
      unit: " %",
      layers,
    },
    percent,
  );
}

/** The share of the changes that reached production and were undone; `null` where the week is open or has none. */
export function undoneShare({ state, changes: { undone: gone, net } }: Digest): Value {
  return state === "open" || gone + net === 0 ? null : gone / (gone + net);
}
