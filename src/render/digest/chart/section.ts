import type { Section } from "../section.ts";
import { renderChart } from "./mermaid.ts";
import { chartsOf } from "./report.ts";
import { terminalChart } from "./terminal.ts";

/** The weeks before, drawn. */
export const chart: Section = {
  markdown: ({ weeks, ship, beside, normalizedDeployments }) =>
    renderChart(weeks, {
      isProxy: ship === "merges",
      isWithheld: beside.isWithheld,
      usual: normalizedDeployments.usual,
    }),
  terminal: terminalChart,
  report: chartsOf,
};
