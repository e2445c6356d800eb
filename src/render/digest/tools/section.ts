import type { Digest } from "../../../domain/metric/digest.ts";
import type { ToolTotal } from "../../../domain/metric/tool-totals.ts";
import { type Html, html } from "../../html.ts";
import { printable } from "../../preview-notes.ts";
import { block, table } from "../../site/blocks.ts";
import type { SiteScope } from "../../site/site.ts";
import { count } from "../../text.ts";
import type { ToolNames } from "../../tool-names.ts";
import type { Section } from "../section.ts";

const MOST_ROWS = 20;

/**
 * The totals of each declared tool; nothing where no tool is declared, or all splits are withheld.
 *
 * An organization's digest shows only the tools of repositories that every reader of the issue may see.
 */
export const tools: Section = {
  markdown: (digest, { names, visible }) => renderTools(digest, names, visible),
  page: toolsBlock,
};

function toolsBlock({ digest: { tools: all, beside }, names }: SiteScope): Html {
  const title = "AI tools declared in this week";
  if (beside.isWithheld || all?.length === 0) return html``;
  if (all === null) return block(title, html`<p class="note">${WITHHELD}</p>`, "tools");
  const rows = all
    .slice(0, MOST_ROWS)
    .map(({ tool, changes, agentAuthored, normalizedDeployments: part }) => {
      return [printable(names.plain(tool)), `${agentAuthored}`, `${changes - agentAuthored}`, `${part}`];
    });
  const head = ["tool", "agent-authored", "assisted", "normalized deployments"];
  return block(title, table(head, rows, "figures"), "tools");
}

function renderTools(
  { tools: all, beside, repositories }: Digest,
  names: ToolNames,
  visible: ReadonlySet<string>,
): string {
  if (beside.isWithheld || all?.length === 0) return "";
  if (all === null) return `${TITLE}\n\n${WITHHELD}`;
  const left = all.length - MOST_ROWS;
  const isPart = repositories.some(({ repository }) => !visible.has(repository));
  return [
    TITLE,
    "",
    ...(isPart ? [OF_VISIBLE, ""] : []),
    "| tool | agent-authored | assisted | normalized deployments |",
    "|---|--:|--:|--:|",
    ...all.slice(0, MOST_ROWS).map((total) => row(total, names)),
    ...(left > 0 ? ["", `${count(left, "more tool")} not listed.`] : []),
  ].join("\n");
}

const TITLE = "#### AI tools declared";
const OF_VISIBLE = "In the repositories that every reader may see:";
const WITHHELD =
  "Withheld: too few builders shipped in the repositories that every reader may see, or in those that stay private.";

function row({ tool, changes, agentAuthored, normalizedDeployments }: ToolTotal, names: ToolNames): string {
  return `| ${names.markdown(tool)} | ${agentAuthored} | ${changes - agentAuthored} | ${normalizedDeployments} |`;
}
