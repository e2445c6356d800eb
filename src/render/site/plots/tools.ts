import type { Digest } from "../../../domain/metric/digest.ts";
import { weekOf } from "../../../domain/metric/week.ts";
import { printable } from "../../preview-notes.ts";
import { shownTools } from "../../withheld.ts";
import type { SiteScope } from "../site.ts";
import type { Value } from "./paths.ts";
import type { Layer, Plot } from "./plot.ts";
import { highestOf } from "./values.ts";

const MOST_TOOLS = 5;
const OTHERS = "other tools";

/** The part of each tool in each week's normalized deployments. The five with the largest parts have their names. */
export function toolPlot({ weeks, names, zone, ruleChanges }: SiteScope): Plot | undefined {
  const ranked = rankedTools(weeks);
  if (ranked.length === 0) return undefined;
  const named = ranked.slice(0, MOST_TOOLS);
  const groups = [
    ...named.map((tool, index) => ({
      tools: [tool],
      label: printable(names.plain(tool)),
      colour: `tool-${index + 1}`,
    })),
    ...(ranked.length > MOST_TOOLS
      ? [{ tools: ranked.slice(MOST_TOOLS), label: OTHERS, colour: "rest" }]
      : []),
  ];
  const layers: Layer[] = [];
  let below: readonly Value[] = weeks.map((week) => (shownTools(week) === null ? null : 0));
  for (const { tools, colour } of groups) {
    const values = weeks.map((week, index) => added(below[index] ?? null, partOf(week, tools)));
    layers.push({ shape: "bars", colour, values, from: below });
    below = values;
  }
  const [first, last] = [weeks[0]?.week, weeks.at(-1)?.week];
  return {
    id: "tools-over-time",
    title: "AI tools over time",
    caption:
      "The part of the normalized deployments that declares each tool. A change with two tools counts half for each.",
    alternative: `AI tools from ${first} to ${last}: ${groups.map(({ label }) => label).join(", ")}.`,
    legend: groups.map(({ label, colour }) => ({ colour, label })),
    weeks: weeks.map(({ week }) => week),
    marked: new Set(ruleChanges.map(({ at }) => weekOf(at, zone))),
    highest: highestOf(layers, 1),
    layers,
  };
}

/** The tools of some weeks, the one with the largest part first. */
function rankedTools(weeks: readonly Digest[]): readonly string[] {
  const sums = new Map<string, number>();
  for (const week of weeks)
    for (const { tool, normalizedDeployments: part } of shownTools(week) ?? [])
      sums.set(tool, (sums.get(tool) ?? 0) + part);
  return [...sums].sort(([a, partA], [b, partB]) => partB - partA || (a < b ? -1 : 1)).map(([tool]) => tool);
}

function partOf(week: Digest, of: readonly string[]): number {
  return (shownTools(week) ?? [])
    .filter(({ tool }) => of.includes(tool))
    .reduce((sum, { normalizedDeployments }) => sum + normalizedDeployments, 0);
}

function added(below: Value, part: number): Value {
  return below === null ? null : below + part;
}
