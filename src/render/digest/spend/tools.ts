import { OTHER_TOOL } from "../../../domain/spend/fact.ts";
import type { ShownSpend, ShownToolSpend } from "../../../domain/spend/shown.ts";
import { count } from "../../text.ts";
import type { ToolNames } from "../../tool-names.ts";
import { amount, dayText } from "./money.ts";

/** The most tools that are listed. */
export const MOST_ROWS = 20;

/** What each tool cost, how far that can be believed, and how far it is known. */
export function toolsTable({ tools, currency }: ShownSpend, names: ToolNames): string {
  const left = tools.length - MOST_ROWS;
  return [
    `| ${toolHead(currency).join(" | ")} |`,
    "|---|--:|--:|--:|--:|---|---|",
    ...tools.slice(0, MOST_ROWS).map((tool) => `| ${toolCells(tool, names).join(" | ")} |`),
    ...(left > 0 ? ["", `${count(left, "more tool")} not listed.`] : []),
  ].join("\n");
}

/** The titles of the columns about tools. */
export function toolHead(currency: string): readonly string[] {
  return [`tool, ${currency}`, "total", "usage", "seats", "included", "basis", "complete through"];
}

/** The cells about a tool, as Markdown. */
export function toolCells(
  { tool, total, usage, seat, included, basis, completeThrough, restated }: ShownToolSpend,
  names: ToolNames,
): readonly string[] {
  const through = completeThrough === null ? "declared" : dayText(completeThrough);
  const changed = restated.length === 0 ? "" : `, ${count(restated.length, "day")} restated`;
  const amounts = [total, usage, seat, included].map(amount);
  return [toolText(tool, names), ...amounts, basis.join(", "), `${through}${changed}`];
}

/** The name of a tool, also of one that no table has. */
export function toolText(tool: string, names: ToolNames): string {
  return tool === OTHER_TOOL ? "other" : names.markdown(tool);
}
