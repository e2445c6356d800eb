import type { ToolRole } from "./agent.ts";
import { AGENTS } from "./agents.ts";
import type { EvidenceKind } from "./evidence.ts";

/** A declared tool of a change, and whether it worked by itself on it. */
export interface DeclaredTool {
  readonly tool: string; // id of a row in AGENTS, or of an in-house agent
  /** Whether it opened the pull request, or wrote a commit, as an agent. */
  readonly isAgent: boolean;
}

/** A declaration of a tool: evidence of a commit, or a label that its own account set on the pull request. */
export interface Declaration {
  readonly kind: EvidenceKind | "label";
  readonly tool: string;
  readonly surface?: string;
}

const ROWS = new Map(AGENTS.map((agent) => [agent.id, agent]));

/** The surfaces on which an assistant works by itself. */
const UNATTENDED = new Set(["background-agent", "cloud", "github-action", "github-agent"]);

/**
 * Finds the role in which a tool took part, from a piece of evidence; else the role of its row.
 *
 * A commit in a tool's own name is by the tool itself. Aider signs behind its user's name, so that is no such commit.
 */
export function roleOf({ kind, tool, surface }: Declaration): ToolRole {
  if (kind === "suggestion") return "reviewer";
  const row = ROWS.get(tool);
  const isItself = kind === "author" && row?.authorSuffix === undefined;
  const isUnattended = surface !== undefined && UNATTENDED.has(surface);
  return isItself || isUnattended ? "agent" : (row?.role ?? "assistant");
}

/** Lists each declared tool once, in the order of the evidence. */
export function declaredTools(evidence: readonly Declaration[]): DeclaredTool[] {
  const tools = new Map<string, boolean>();
  for (const item of evidence)
    tools.set(item.tool, roleOf(item) === "agent" || (tools.get(item.tool) ?? false));
  return [...tools].map(([tool, isAgent]) => ({ tool, isAgent }));
}
