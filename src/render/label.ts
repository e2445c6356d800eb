import { toolName } from "../domain/attribution/agents.ts";
import type { ToolLabel } from "../domain/attribution/labels.ts";

/** A label of a tool, and whether it declares: `Claude Code, by its own account`. */
export function labelText({ tool, isOwn }: ToolLabel): string {
  return isOwn ? `${toolName(tool)}, by its own account` : `${toolName(tool)}, by somebody else: a hint`;
}

/** What declares a change of which no commit does: a label by a tool's own account, or its author. */
export function declaredBeside(labels: readonly ToolLabel[]): string {
  return labels.some(({ isOwn }) => isOwn) ? "by a label" : "by its author";
}
