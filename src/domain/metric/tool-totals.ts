import type { DeclaredTool } from "../attribution/tool-role.ts";
import { type Calendar, dayIn } from "./calendar.ts";
import type { CountedChange, CountedFacts } from "./counted-part.ts";
import type { Measured } from "./measured.ts";
import { round2, weightsOf } from "./normalized-deployments.ts";

/** The totals of one tool. */
export interface ToolTotal {
  /** The id of the tool; see docs/attribution.md. */
  readonly tool: string;
  /** Net changes that declare it. */
  readonly changes: number;
  /** The ones that it opened, or in which it wrote a commit, as an agent. It assisted with the others. */
  readonly agentAuthored: number;
  /**
   * Its part of the AI-assisted normalized deployments, to two decimals. The parts of all tools add up to the whole.
   */
  readonly normalizedDeployments: number;
}

/** The tools of some repositories' changes. Changes of different repositories may have equal ids. */
export function toolsIn(
  repositories: readonly Measured[],
): (change: CountedFacts) => readonly DeclaredTool[] {
  const found = new Map<CountedFacts, readonly DeclaredTool[]>();
  for (const { changes, tools } of repositories) {
    if (tools.size === 0) continue;
    for (const { change } of changes) {
      const declared = tools.get(change.id);
      if (declared !== undefined) found.set(change, declared);
    }
  }
  return (change) => found.get(change) ?? [];
}

/**
 * Divides the AI-assisted part of some normalized deployments among the tools, the largest part first.
 *
 * A builder's day is divided among its net changes by weight, and a declared change evenly among its declared tools.
 */
export function toolTotals(
  changes: readonly CountedChange[],
  toolsOf: (change: CountedFacts) => readonly DeclaredTool[],
  calendar: Calendar,
): ToolTotal[] {
  const inDays = changes
    .filter(({ outcome, change }) => outcome === "net" && dayIn(calendar, change.mergedAt) !== undefined)
    .map(({ change }) => change);
  const days = Map.groupBy(inDays, ({ builder, mergedAt }) => `${dayIn(calendar, mergedAt)} ${builder}`);
  const totals = new Map<string, { changes: number; agentAuthored: number; parts: number }>();
  for (const day of days.values()) {
    const weights = weightsOf(day);
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [index, change] of day.entries()) {
      const { attribution, builder } = change;
      const tools = attribution === "declared" ? toolsOf(change) : [];
      for (const { tool, isAgent } of tools) {
        const total = totals.get(tool) ?? { changes: 0, agentAuthored: 0, parts: 0 };
        const part = builder === undefined ? 0 : (weights[index] ?? 0) / all / tools.length;
        totals.set(tool, {
          changes: total.changes + 1,
          agentAuthored: total.agentAuthored + (isAgent ? 1 : 0),
          parts: total.parts + part,
        });
      }
    }
  }
  return [...totals]
    .map(([tool, { parts, ...counts }]) => ({
      tool,
      ...counts,
      normalizedDeployments: round2(parts),
    }))
    .sort((a, b) => b.normalizedDeployments - a.normalizedDeployments || (a.tool < b.tool ? -1 : 1));
}
