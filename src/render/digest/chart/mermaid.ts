import type { WeekTotal } from "../../../domain/metric/week-totals.ts";
import { PROXY } from "../../figures.ts";
import { count } from "../../text.ts";

/** Options for the content of a chart. */
interface ChartOptions {
  /** Whether the numbers count merges instead of deployments. */
  readonly isProxy?: boolean;
  /** Whether the AI-assisted part is not known well enough to show. */
  readonly isWithheld?: boolean;
  /** The usual range, where there is one. */
  readonly usual?: readonly [number, number] | null;
}

const PIXELS_A_WEEK = 40;

/**
 * Renders the totals of some weeks as a chart; nothing where nothing was counted.
 *
 * Mermaid draws series over one another: the total first, its AI-assisted part before it.
 *
 * The highest total stands below the chart because an axis with numbers would lift the ground line by half their
 * height, and a week with nothing AI-assisted would show a blue rim. A phone shows the chart at two thirds of its
 * width, where the name of a week is as much as fits below a bar. Without a background of its own it suits a dark
 * page too.
 */
export function renderChart(weeks: readonly WeekTotal[], options: ChartOptions = {}): string {
  const most = Math.max(0, ...weeks.map(({ total }) => total));
  if (most === 0) return "";
  const { isWithheld = false, usual = null } = options;
  return [
    "```mermaid",
    ...configOf(weeks.length, options),
    "xychart-beta",
    '  title "Normalized deployments by week of merge"',
    `  x-axis [${weeks.map(({ week }) => `"${week.slice(5)}"`).join(", ")}]`,
    `  y-axis 0 --> ${Math.ceil(Math.max(5, most, usual?.[1] ?? 0))}`,
    `  bar [${weeks.map(({ total }) => total).join(", ")}]`,
    ...(isWithheld ? [] : [`  bar [${weeks.map(({ aiAssisted }) => aiAssisted ?? 0).join(", ")}]`]),
    ...(usual ?? []).map((end) => `  line [${weeks.map(() => end).join(", ")}]`),
    "```",
    captionOf(most, {
      ...options,
      withheldWeeks: weeks.filter(({ aiAssisted }) => aiAssisted === null).length,
    }),
  ].join("\n");
}

/** The colours of the series in their order. */
const [ALL, AI_ASSISTED, USUAL] = ["#8c959f", "#0969da", "#bf8700"];

function configOf(weeks: number, { isWithheld = false }: ChartOptions): string[] {
  const palette = [ALL, ...(isWithheld ? [] : [AI_ASSISTED]), USUAL, USUAL];
  return [
    "---",
    "config:",
    "  xyChart:",
    `    width: ${Math.max(400, PIXELS_A_WEEK * weeks)}`,
    "    height: 260",
    "    titleFontSize: 16",
    "    titlePadding: 14",
    "    xAxis: { labelFontSize: 13, showTick: false }",
    "    yAxis: { showLabel: false, showTick: false, showAxisLine: false }",
    "  themeVariables:",
    "    xyChart:",
    "      backgroundColor: transparent",
    `      plotColorPalette: "${palette.join(", ")}"`,
    "---",
  ];
}

function captionOf(most: number, options: ChartOptions & { readonly withheldWeeks: number }): string {
  const { isProxy = false, isWithheld = false, usual = null, withheldWeeks } = options;
  const without =
    withheldWeeks === 0
      ? ""
      : `, withheld for ${count(withheldWeeks, "week")} with too few builders or too little attribution`;
  const parts = [
    `Whole bar: all, ${most} in the highest week${isProxy ? ` (${PROXY})` : ""}.`,
    isWithheld ? "Its AI-assisted part is not shown." : `Blue: its AI-assisted part${without}.`,
    ...(usual === null ? [] : ["Between the lines: the usual total."]),
  ];
  return parts.join(" ");
}
