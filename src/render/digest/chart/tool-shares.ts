import * as Plot from "@observablehq/plot";
import { toolName } from "../../../domain/attribution/agents.ts";
import type { Preview, PreviewWeek } from "../../../domain/clone/preview.ts";
import { printable } from "../../preview-notes.ts";
import { type Chart, drawn, percentOf } from "../../report/chart.ts";

const MOST_TOOLS = 5;
const OTHERS = "other tools";

interface ToolPart {
  readonly week: string;
  readonly tool: string;
  readonly share: number;
}

/** What part of each week's normalized deployments each tool had, the five most used by name. */
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
  const parts = weeks.flatMap((week) => partsOf(week, nameOf));
  const title = "AI-assisted share by tool";
  const shareOf = (week: string, tool: string) =>
    parts
      .filter((part) => part.week === week && part.tool === tool)
      .reduce((sum, { share }) => sum + share, 0);
  return [
    {
      title,
      caption: "What part of each week's normalized deployments declares which tool.",
      legend: names.map((name) => ({ colour: colours.get(name) ?? "rest", label: name })),
      ...drawn({
        label: title,
        weeks: weeks.map(({ digest: { week } }) => week),
        y: { domain: [0, 1], tickFormat: "%" },
        marks: [
          Plot.barY(parts, {
            ...{ x: "week", y: "share", order: names, z: "tool" },
            fill: ({ tool }: ToolPart) => `var(--${colours.get(tool)})`,
          }),
        ],
      }),
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

function partsOf({ digest, tools }: PreviewWeek, nameOf: (tool: string) => string): ToolPart[] {
  const { total } = digest.normalizedDeployments;
  return tools
    .filter(() => total > 0)
    .map(({ tool, normalizedDeployments }) => ({
      ...{ week: digest.week, tool: nameOf(tool), share: normalizedDeployments / total },
    }));
}
