import { describe, expect, it } from "vitest";
import { openCalendar } from "../../../src/domain/metric/calendar.ts";
import { builderDays, shareOf } from "../../../src/domain/metric/normalized-deployments.ts";
import { toolTotals } from "../../../src/domain/metric/tool-totals.ts";
import type { ShippedChange } from "../../../src/domain/shipping/judgement.ts";

const WEEK = openCalendar("2026-W47", "2026-W47", "UTC");

interface Draft {
  readonly tools?: readonly string[];
  readonly agent?: string;
  readonly day?: number;
  readonly builder?: string | undefined;
  readonly outcome?: ShippedChange["outcome"];
  readonly lines?: number;
}

function week(drafts: readonly Draft[]) {
  const changes = drafts.map(({ tools = [], agent: _, day = 16, outcome = "net", lines, ...rest }, index) => {
    const attribution = tools.length > 0 ? "declared" : "undeclared";
    const builder = "builder" in rest ? rest.builder : "ada";
    const mergedAt = new Date(Date.UTC(2026, 10, day, 12));
    return { change: { id: `#${index}`, attribution, builder, mergedAt, lines }, outcome } as ShippedChange;
  });
  const toolsOf = (id: string) => {
    const { tools = [], agent } = drafts[Number(id.slice(1))] ?? {};
    return tools.map((tool) => ({ tool, isAgent: tool === agent }));
  };
  return { changes, totals: toolTotals(changes, ({ id }) => toolsOf(id), WEEK) };
}

describe("what tools had a part in", () => {
  it("is a builder's day, divided among its changes and each change among its tools", () => {
    const { totals } = week([{ tools: ["claude-code"] }, { tools: ["claude-code", "cursor"] }, {}, {}]);

    expect(totals).toEqual([
      { tool: "claude-code", changes: 2, agentAuthored: 0, normalizedDeployments: 0.38 },
      { tool: "cursor", changes: 1, agentAuthored: 0, normalizedDeployments: 0.13 },
    ]);
  });

  it("is together the AI-assisted part of the number", () => {
    const { changes, totals } = week([
      { tools: ["claude-code"] },
      {},
      { tools: ["cursor"], builder: "bo" },
      { tools: ["cursor", "claude-code"], day: 18, lines: 700 },
      { day: 18, lines: 100 },
    ]);
    const sum = totals.reduce((all, { normalizedDeployments }) => all + normalizedDeployments, 0);

    expect(sum).toBeCloseTo(shareOf(builderDays(changes, WEEK), "declared"), 2);
  });

  it("is nothing of what is not net, of other weeks, and no day of what nobody is accountable for", () => {
    const { totals } = week([
      { tools: ["cursor"], outcome: "undone" },
      { tools: ["cursor"], day: 23 },
      { tools: ["claude-code"], builder: undefined },
    ]);

    expect(totals).toEqual([{ tool: "claude-code", changes: 1, agentAuthored: 0, normalizedDeployments: 0 }]);
  });

  it("tells apart what a tool wrote as an agent and what it assisted", () => {
    const { totals } = week([
      { tools: ["claude-code", "cursor"], agent: "claude-code" },
      { tools: ["claude-code"] },
      { tools: ["devin"], agent: "devin" },
    ]);

    expect(totals.map(({ tool, changes, agentAuthored }) => [tool, changes, agentAuthored])).toEqual([
      ["claude-code", 2, 1],
      ["devin", 1, 1],
      ["cursor", 1, 0],
    ]);
  });
});
