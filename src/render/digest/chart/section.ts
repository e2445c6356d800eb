import { html } from "../../html.ts";
import { figuresOf } from "../../site/plots/plots.ts";
import { ruleList } from "../../site/rule-list.ts";
import type { Section } from "../section.ts";
import { renderChart } from "./mermaid.ts";
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
  page: (scope) => html`<div class="charts">${figuresOf(scope)}</div>
${ruleList(scope)}`,
};
