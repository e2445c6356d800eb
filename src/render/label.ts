import { toolName } from "../domain/attribution/agents.ts";
import type { ToolLabel } from "../domain/attribution/labels.ts";

/** A label of a tool, and whether it declares: `Claude Code, by its own account`. */
export function labelText({ tool, isOwn }: ToolLabel): string {
  return isOwn ? `${toolName(tool)}, by its own account` : `${toolName(tool)}, by somebody else: a hint`;
}

/** The source of a declaration that no commit makes: a label by a tool's own account, or the author. */
export function declaredBeside(labels: readonly ToolLabel[]): string {
  return labels.some(({ isOwn }) => isOwn) ? "by a label" : "by its author";
}
