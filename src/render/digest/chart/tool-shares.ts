import { toolName } from "../../../domain/attribution/agents.ts";
import type { Preview, PreviewWeek } from "../../../domain/clone/preview.ts";
import { printable } from "../../preview-notes.ts";
import { type Chart, type Part, percentOf } from "../../report/chart.ts";

const MOST_TOOLS = 5;
const OTHERS = "other tools";

/** The part of each tool in each week's normalized deployments. The five most used have their names. */
export function toolShares({ weeks }: Preview): Chart[] {
  const sums = new Map<string, number>();
  for (const { tools } of weeks)
    for (const { tool, normalizedDeployments: part } of tools) sums.set(tool, (sums.get(tool) ?? 0) + part);
  const ranked = [...sums].sort(([a, partA], [b, partB]) => partB - partA || (a < b ? -1 : 1));
  const named = ranked.slice(0, MOST_TOOLS).map(([tool]) => tool);
  if (named.length === 0) return [];
  const nameOf = (tool: string) => (named.includes(tool) ? printable(toolName(tool)) : OTHERS);
  const names = [...named.map(nameOf), ...(ranked.length > MOST_TOOLS ? [OTHERS] : [])];
  const colours = new Map(names.map((name, index) => [name, name === OTHERS ? "rest" : `tool-${index + 1}`]));
  const colourOf = (name: string) => colours.get(name) ?? "rest";
  const parts = weeks.flatMap((each): Part[] =>
    sharesOf(each).map(({ week, tool, share }) => {
      const name = nameOf(tool);
      return { week, name, value: share, colour: colourOf(name) };
    }),
  );
  const shareOf = (week: string, name: string) =>
    parts
      .filter((part) => part.week === week && part.name === name)
      .reduce((sum, { value }) => sum + (value ?? 0), 0);
  return [
    {
      title: "AI-assisted share by tool",
      caption: "What part of each week's normalized deployments declares which tool.",
      legend: names.map((name) => ({ colour: colourOf(name), label: name })),
      weeks: weeks.map(({ digest: { week } }) => week),
      axis: { top: 1, isPercent: true },
      layers: [{ shape: "stack", order: names, parts }],
      table: {
        head: ["week", ...names],
        rows: weeks.map(({ digest: { week } }) => [
          week,
          ...names.map((name) => percentOf(shareOf(week, name))),
        ]),
      },
    },
  ];
}

function sharesOf({ digest, tools }: PreviewWeek) {
  const { total } = digest.normalizedDeployments;
  return tools
    .filter(() => total > 0)
    .map(({ tool, normalizedDeployments }) => ({
      week: digest.week,
      tool,
      share: normalizedDeployments / total,
    }));
}
