import { toolName } from "../domain/attribution/agents.ts";
import type { Attribution, CommitAttribution, EvidenceKind } from "../domain/attribution/attribution.ts";

/** How many commits were attributed how, declare each tool, and rest on each kind of evidence. */
export interface AttributionSummary {
  readonly commits: number;
  readonly attribution: Readonly<Record<Attribution, number>>;
  readonly tools: Readonly<Record<string, number>>;
  readonly evidence: Readonly<Record<EvidenceKind, number>>;
}

/** Counts attributions one by one. A commit counts once for each of its tools and kinds of evidence. */
export function createTally(): { add(found: CommitAttribution): void; summary(): AttributionSummary } {
  const attribution = { declared: 0, automation: 0, undeclared: 0, unknown: 0 };
  const evidence = { author: 0, trailer: 0, "co-author": 0, note: 0, footer: 0, prose: 0, suggestion: 0 };
  const tools = new Map<string, number>();
  return {
    add(found) {
      attribution[found.attribution]++;
      for (const tool of found.tools) tools.set(tool, (tools.get(tool) ?? 0) + 1);
      for (const kind of new Set(found.evidence.map(({ kind }) => kind))) evidence[kind]++;
    },
    summary: () => ({
      commits: total(Object.values(attribution)),
      attribution: { ...attribution },
      tools: Object.fromEntries(
        [...tools].sort(([a, usesA], [b, usesB]) => usesB - usesA || (a < b ? -1 : 1)),
      ),
      evidence: { ...evidence },
    }),
  };
}

/** Renders a summary as text, the parts below one another and aligned. */
export function renderSummary({ commits, attribution, tools, evidence }: AttributionSummary): string {
  const named = Object.entries(tools).map(([id, count]) => [toolName(id), count] as const);
  const used = Object.entries(evidence).filter(([, count]) => count > 0);
  const parts = [
    renderPart("commits", [...Object.entries(attribution), ["all", commits]]),
    renderPart("declared by tool", named),
    renderPart("declared by evidence", used),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function renderPart(title: string, rows: readonly (readonly [string, number])[]): string {
  if (rows.length === 0) return "";
  const width = Math.max(...rows.map(([name]) => name.length));
  const digits = Math.max(...rows.map(([, count]) => String(count).length));
  const lines = rows.map(([name, count]) => `  ${name.padEnd(width)}  ${String(count).padStart(digits)}\n`);
  return `${title}\n${lines.join("")}`;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
