import type { ShownSpend } from "../../../domain/spend/shown.ts";
import { amount } from "./money.ts";

const PIXELS_A_WEEK = 40;
const COLOUR = "#8c959f";

/**
 * Two charts of the same weeks, one above the other: the spend, and the normalized deployments.
 *
 * There is no chart of their ratio: a week's ratio moves by half from week to week by chance.
 */
export function renderCharts({ weekly, currency }: ShownSpend): string {
  if (weekly.length < 2) return "";
  const weeks = weekly.map(({ week }) => week.slice(5));
  const spend = weekly.map(({ total }) => Math.max(0, Math.round(Number(total) * 100) / 100));
  const units = weekly.map(({ normalizedDeployments }) => normalizedDeployments);
  const most = Math.max(...spend);
  return [
    chart(`Spend by week in ${currency}`, weeks, spend),
    `${amount(`${most}`)} ${currency} in the highest week.`,
    "",
    chart("Normalized deployments by week of merge", weeks, units),
    `${Math.max(...units)} in the highest week.`,
  ].join("\n");
}

function chart(title: string, weeks: readonly string[], values: readonly number[]): string {
  return [
    "```mermaid",
    "---",
    "config:",
    "  xyChart:",
    `    width: ${Math.max(400, PIXELS_A_WEEK * weeks.length)}`,
    "    height: 160",
    "    titleFontSize: 14",
    "    titlePadding: 8",
    "    xAxis: { labelFontSize: 13, showTick: false }",
    "    yAxis: { showLabel: false, showTick: false, showAxisLine: false }",
    "  themeVariables:",
    "    xyChart:",
    "      backgroundColor: transparent",
    `      plotColorPalette: "${COLOUR}"`,
    "---",
    "xychart-beta",
    `  title "${title}"`,
    `  x-axis [${weeks.map((week) => `"${week}"`).join(", ")}]`,
    `  y-axis 0 --> ${Math.ceil(Math.max(5, ...values))}`,
    `  bar [${values.join(", ")}]`,
    "```",
  ].join("\n");
}
