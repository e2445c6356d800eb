import type { ShownSpend } from "../../../domain/spend/shown.ts";
import { type Html, html } from "../../html.ts";
import { marked, table } from "../../site/blocks.ts";
import { figure, type Plot } from "../../site/plots/plot.ts";
import { alternativeOf, highestOf } from "../../site/plots/values.ts";
import { count } from "../../text.ts";
import type { ToolNames } from "../../tool-names.ts";
import { headlineLines } from "./headline.ts";
import { amount } from "./money.ts";
import { noteLines } from "./notes.ts";
import { MOST_ROWS, toolCells, toolHead } from "./tools.ts";

/** What AI tools cost, on a page: the three numbers, two charts, the tools, and what would be overlooked. */
export function spendPage(spend: ShownSpend, names: ToolNames): Html {
  const { tools, currency } = spend;
  const rows = tools
    .slice(0, MOST_ROWS)
    .map((tool) => toolCells(tool, names).map((cell) => html`${marked(cell)}`));
  const left = tools.length - MOST_ROWS;
  return html`${headlineLines(spend).map((line) => html`<p>${marked(line)}</p>\n`)}
${charts(spend)}
${table(toolHead(currency), rows, "figures")}
${left > 0 ? html`<p class="note">${count(left, "more tool")} not listed.</p>` : ""}
<ul>${noteLines(spend, names).map((line) => html`<li>${marked(line)}</li>`)}</ul>
`;
}

/**
 * Two charts of the same weeks, one above the other: the spend, and the normalized deployments.
 *
 * There is no chart of their ratio: a week's ratio moves by half from week to week by chance.
 */
function charts({ weekly, currency }: ShownSpend): Html {
  if (weekly.length < 2) return html``;
  const spend = weekly.map(({ total }) => Math.max(0, Number(total)));
  const units = weekly.map(({ normalizedDeployments }) => normalizedDeployments);
  const weeks = weekly.map(({ week }) => week);
  const rows = weekly.map(({ week, total, normalizedDeployments }) => [
    week,
    amount(total),
    `${normalizedDeployments}`,
  ]);
  const both = [
    chart(
      { id: "spend-weeks", title: `Spend by week in ${currency}`, weeks },
      spend,
      (value) => `${amount(`${value}`)} ${currency}`,
    ),
    chart({ id: "spend-work", title: "Normalized deployments of the same weeks", weeks }, units),
  ];
  return html`<div class="pair">${both}</div>
<details><summary>The charts as a table</summary>${table(["week", currency, "normalized deployments"], rows, "figures")}</details>`;
}

function chart(
  of: Pick<Plot, "id" | "title" | "weeks">,
  values: readonly number[],
  write?: (value: number) => string,
): Html {
  const layers: Plot["layers"] = [{ shape: "bars", colour: "rest", values }];
  return figure({
    ...of,
    caption: "",
    alternative: alternativeOf(of, values, write),
    legend: [],
    highest: highestOf(layers, 5),
    isPart: true,
    layers,
    marked: new Set(),
  });
}
