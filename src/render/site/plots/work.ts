import { PROXY_SENTENCE } from "../../figures.ts";
import { shownAssisted } from "../../withheld.ts";
import type { SiteScope } from "../site.ts";
import type { Layer, Plot } from "./plot.ts";
import { plotOf } from "./plot-of.ts";
import { highestOf, isAnyKnown } from "./values.ts";

/** The legend of a usual range. */
export const USUAL = { colour: "band", label: "usual range" };

/** The normalized deployments of each week, with their AI-assisted part. */
export function totals(scope: SiteScope): Plot {
  const { weeks, digest } = scope;
  const all = weeks.map(({ normalizedDeployments: { total } }) => total);
  const assisted = weeks.map(shownAssisted);
  const ranges = weeks.map(({ normalizedDeployments: { usual } }) => usual);
  const isOpen = weeks.map(({ state }) => state === "open");
  const layers: Layer[] = [
    { shape: "bars", colour: "rest", values: all.map((total, index) => (isOpen[index] ? null : total)) },
    { shape: "bars", colour: "open", values: all.map((total, index) => (isOpen[index] ? total : null)) },
    { shape: "bars", colour: "ai", values: assisted },
    { shape: "band", colour: "band", ranges },
  ];
  return plotOf(scope, all, {
    id: "totals",
    title: "Normalized deployments by week of merge",
    caption:
      digest.ship === "merges"
        ? `Days of one builder's merged work that stayed. ${PROXY_SENTENCE}`
        : "Days of one builder's merged work that reached production and stayed there.",
    legend: [
      { colour: "rest", label: "all" },
      ...(isAnyKnown(assisted) ? [{ colour: "ai", label: "AI-assisted part" }] : []),
      ...(isOpen.includes(true) ? [{ colour: "open", label: "so far: the week still fills" }] : []),
      ...(isAnyKnown(ranges) ? [USUAL] : []),
    ],
    highest: highestOf(layers, 5),
    isWhole: true,
    layers,
  });
}

/** Whether each builder makes more or less than half a year ago. */
export function trend(scope: SiteScope): Plot | undefined {
  const values = scope.weeks.map((each) => each.trend?.perBuilder ?? null);
  const ranges = scope.weeks.map((each) => each.trend?.usual ?? null);
  if (!isAnyKnown(values)) return undefined;
  const layers: Layer[] = [
    { shape: "band", colour: "band", ranges },
    { shape: "line", colour: "trend", values },
  ];
  return plotOf(scope, values, {
    id: "trend",
    title: "Trend: net changes per builder",
    caption:
      "A moving average, held against the half year that ends 13 weeks before. Net changes reached production and stayed. It has no ceiling of one a day.",
    legend: [
      { colour: "trend", label: "moving average" },
      ...(isAnyKnown(ranges) ? [{ colour: "band", label: "no change" }] : []),
    ],
    highest: highestOf(layers, 1),
    layers,
  });
}
