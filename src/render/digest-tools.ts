import type { Digest } from "../domain/metric/digest.ts";
import type { ToolTotal } from "../domain/metric/tool-totals.ts";
import { count } from "./text.ts";
import type { ToolNames } from "./tool-names.ts";

const MOST_ROWS = 20;

/** Renders what each declared tool had a part in; nothing where no tool is declared, or that is withheld. */
export function renderTools({ tools, beside }: Digest, names: ToolNames): string {
  if (tools.length === 0 || beside.isWithheld) return "";
  const left = tools.length - MOST_ROWS;
  return [
    "#### AI tools declared",
    "",
    "| tool | agent-authored | assisted | normalized deployments |",
    "|---|--:|--:|--:|",
    ...tools.slice(0, MOST_ROWS).map((total) => row(total, names)),
    ...(left > 0 ? ["", `${count(left, "more tool")} not listed.`] : []),
  ].join("\n");
}

function row({ tool, changes, agentAuthored, normalizedDeployments }: ToolTotal, names: ToolNames): string {
  return `| ${names.markdown(tool)} | ${agentAuthored} | ${changes - agentAuthored} | ${normalizedDeployments} |`;
}
