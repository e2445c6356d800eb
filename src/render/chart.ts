import type { WeekTotal } from "../domain/metric/week-totals.ts";
import { PROXY } from "./figures.ts";

/** What a chart must say, or must not. */
export interface ChartOptions {
  /** Whether the numbers are of merges, not of deployments. */
  readonly isProxy?: boolean;
  /** Whether the AI-assisted part is not known well enough to show. */
  readonly isWithheld?: boolean;
}

/**
 * Renders the totals of some weeks as a chart.
 *
 * Mermaid draws series over one another: the total first, its AI-assisted part before it.
 *
 * The totals stand below the bars because an axis with numbers would lift the ground line by half their height, and
 * a week with nothing AI-assisted would show a blue rim. Without a background of its own it suits a dark page too.
 */
export function renderChart(
  weeks: readonly WeekTotal[],
  { isProxy = false, isWithheld = false }: ChartOptions = {},
): string {
  const most = Math.max(5, ...weeks.map(({ total }) => total));
  return [
    "```mermaid",
    "---",
    "config:",
    "  xyChart:",
    `    width: ${Math.max(400, 60 * weeks.length)}`,
    "    height: 260",
    "    titleFontSize: 16",
    "    xAxis: { labelFontSize: 13, showTick: false }",
    "    yAxis: { showLabel: false, showTick: false, showAxisLine: false }",
    "  themeVariables:",
    "    xyChart:",
    "      backgroundColor: transparent",
    '      plotColorPalette: "#8c959f, #0969da"',
    "---",
    "xychart-beta",
    `  title "Normalized deployments by week of merge${isProxy ? ` (${PROXY})` : ""}"`,
    `  x-axis [${weeks.map(({ week, total }) => `"${week.slice(5)}: ${total}"`).join(", ")}]`,
    `  y-axis 0 --> ${most}`,
    `  bar [${weeks.map(({ total }) => total).join(", ")}]`,
    ...(isWithheld ? [] : [`  bar [${weeks.map(({ aiAssisted }) => aiAssisted).join(", ")}]`]),
    "```",
    isWithheld
      ? "Grey, and the number below: all."
      : "Grey, and the number below: all. Blue: the AI-assisted part.",
  ].join("\n");
}
