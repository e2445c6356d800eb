import type { ToolRole } from "./agent.ts";
import { AGENTS } from "./agents.ts";
import type { EvidenceKind } from "./evidence.ts";

/** A tool that a change declares, and whether it worked by itself on it. */
export interface DeclaredTool {
  readonly tool: string; // id of a row in AGENTS, or of an in-house agent
  /** Whether it opened the pull request, or wrote a commit, as an agent. */
  readonly isAgent: boolean;
}

/** What declares a tool: evidence of a commit, or a label that its own account set on the pull request. */
export interface Declaration {
  readonly kind: EvidenceKind | "label";
  readonly tool: string;
  readonly surface?: string;
}

const ROWS = new Map(AGENTS.map((agent) => [agent.id, agent]));

/** The surfaces on which an assistant works by itself. */
const UNATTENDED = new Set(["background-agent", "cloud", "github-action", "github-agent"]);

/**
 * The role in which a tool took part, as far as a piece of evidence tells; else the role of its row.
 *
 * Whoever commits in a tool's own name is the tool itself. Aider signs behind its user's name, so it is none.
 */
export function roleOf({ kind, tool, surface }: Declaration): ToolRole {
  if (kind === "suggestion") return "reviewer";
  const row = ROWS.get(tool);
  const isItself = kind === "author" && row?.authorSuffix === undefined;
  const isUnattended = surface !== undefined && UNATTENDED.has(surface);
  return isItself || isUnattended ? "agent" : (row?.role ?? "assistant");
}

/** Each tool that some evidence declares, once, in the order in which they come. */
export function declaredTools(evidence: readonly Declaration[]): DeclaredTool[] {
  const tools = new Map<string, boolean>();
  for (const item of evidence)
    tools.set(item.tool, roleOf(item) === "agent" || (tools.get(item.tool) ?? false));
  return [...tools].map(([tool, isAgent]) => ({ tool, isAgent }));
}
