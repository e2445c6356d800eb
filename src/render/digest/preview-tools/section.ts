import { toolName } from "../../../domain/attribution/agents.ts";
import type { Preview } from "../../../domain/clone/preview.ts";
import type { ToolTotal } from "../../../domain/metric/tool-totals.ts";
import { printable } from "../../preview-notes.ts";
import { INDENT, titled } from "../../terminal-text.ts";
import { code } from "../../text.ts";
import type { Section } from "../section.ts";

const TITLE = "AI tools declared";
const COLUMNS = ["agent-authored", "assisted", "normalized deployments"];

/** The totals of each declared tool, from a clone. */
export const previewTools: Section = {
  terminal(preview, style) {
    const rows = toolsShown(preview).map((total) => terminalRow(nameOf(total), figuresOf(total)));
    return titled(TITLE, rows.length === 0 ? [] : [terminalRow("", COLUMNS), ...rows], style);
  },
};

/** The same as Markdown; `digest.md` shows it below all other sections. */
export function previewToolsTable(preview: Preview): string {
  const rows = toolsShown(preview).map((total) => {
    return `| ${[code(toolName(total.tool)), ...figuresOf(total)].join(" | ")} |`;
  });
  if (rows.length === 0) return "";
  return [`| AI tool declared | ${COLUMNS.join(" | ")} |`, "|---|---|---|---|", ...rows].join("\n");
}

function toolsShown({ tools, digest }: Preview): readonly ToolTotal[] {
  return digest.beside.isWithheld ? [] : tools;
}

function nameOf({ tool }: ToolTotal): string {
  return printable(toolName(tool));
}

function figuresOf({ changes, agentAuthored, normalizedDeployments }: ToolTotal): string[] {
  return [agentAuthored, changes - agentAuthored, normalizedDeployments].map(String);
}

/** The widths of a tool's name and of its figures. */
const TOOL = 28;
const FIGURES = [15, 9, 23];

function terminalRow(name: string, figures: readonly string[]): string {
  const cells = figures.map((figure, index) => figure.padStart(FIGURES[index] ?? 0));
  return `${INDENT}${name.slice(0, TOOL).padEnd(TOOL)}${cells.join("")}`;
}
