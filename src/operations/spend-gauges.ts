import { Gauge, type Registry } from "prom-client";

/** The spend of an installation in the present month, and its budgets. */
export interface MeasuredSpend {
  readonly installationId: number;
  /** In millionths of the currency. */
  readonly tools: readonly { readonly tool: string; readonly currency: string; readonly micros: bigint }[];
  /** The used part of each budget: 1 when all is used. */
  readonly budgets: readonly { readonly name: string; readonly usedPart: number }[];
}

/** Registers gauges of spend. A budget's label is its name in the config of the owner. */
export function registerSpendGauges(registry: Registry): (spend: MeasuredSpend) => void {
  const registers = [registry];
  const spent = new Gauge({
    name: "plimsoll_spend_micros",
    help: "Usage and seats of a tool since the first of the month (UTC), in millionths of the currency",
    labelNames: ["installation", "tool", "currency"],
    registers,
  });
  const used = new Gauge({
    name: "plimsoll_budget_used_ratio",
    help: "Used part of a budget in its period: 1 when all is used",
    labelNames: ["installation", "budget"],
    registers,
  });
  const shown = new Map<number, MeasuredSpend>();
  return (spend) => {
    shown.set(spend.installationId, spend);
    spent.reset();
    used.reset();
    for (const { installationId: installation, tools, budgets } of shown.values()) {
      for (const { tool, currency, micros } of tools)
        spent.set({ installation, tool, currency }, Number(micros));
      for (const { name: budget, usedPart } of budgets) used.set({ installation, budget }, usedPart);
    }
  };
}
