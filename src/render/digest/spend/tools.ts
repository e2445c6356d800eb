import { OTHER_TOOL } from "../../../domain/spend/fact.ts";
import type { ShownSpend, ShownToolSpend } from "../../../domain/spend/shown.ts";
import { count } from "../../text.ts";
import type { ToolNames } from "../../tool-names.ts";
import { amount, dayText } from "./money.ts";

const MOST_ROWS = 20;

/** What each tool cost, how far that can be believed, and how far it is known. */
export function toolsTable({ tools, currency }: ShownSpend, names: ToolNames): string {
  const left = tools.length - MOST_ROWS;
  return [
    `| tool, ${currency} | total | usage | seats | included | basis | complete through |`,
    "|---|--:|--:|--:|--:|---|---|",
    ...tools.slice(0, MOST_ROWS).map((tool) => row(tool, names)),
    ...(left > 0 ? ["", `${count(left, "more tool")} not listed.`] : []),
  ].join("\n");
}

function row(
  { tool, total, usage, seat, included, basis, completeThrough, restated }: ShownToolSpend,
  names: ToolNames,
): string {
  const through = completeThrough === null ? "declared" : dayText(completeThrough);
  const changed = restated.length === 0 ? "" : `, ${count(restated.length, "day")} restated`;
  const cells = [toolText(tool, names), ...[total, usage, seat, included].map(amount), basis.join(", ")];
  // No line may end within the date.
  return `| ${cells.join(" | ")} | ${through.replaceAll(" ", "\u00a0")}${changed} |`;
}

/** The name of a tool, also of one that no table has. */
export function toolText(tool: string, names: ToolNames): string {
  return tool === OTHER_TOOL ? "other" : names.markdown(tool);
}
