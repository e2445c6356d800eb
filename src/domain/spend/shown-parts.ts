import type { CombinedSpend, KnownSpend, OverlappedMoney } from "./combination.ts";
import type { Day } from "./fact.ts";
import { centsText, decimalText, type Micros, sumOfMicros } from "./money.ts";
import type { RatioVerdict } from "./ratio.ts";
import type { ShownRatio, ShownSpend, ShownToolSpend } from "./shown.ts";
import { BASES } from "./source.ts";
import {
  negativeDays,
  type RestatedOfSource,
  spendByTool,
  type ToolSpend,
  unallocatedOf,
} from "./tool-spend.ts";

/** The ratio as it is shown: money to cents, factors to two digits. */
export function shownRatio(verdict: Pick<RatioVerdict, "value"> & Partial<RatioVerdict>): ShownRatio {
  const { value, usual, blocks = 0, signal = "learning", hiddenBelow, parts } = verdict;
  return {
    value: value === undefined ? null : centsText(value),
    usual: usual === undefined ? null : [centsText(usual[0]), centsText(usual[1])],
    blocks,
    signal,
    hiddenBelow: hiddenBelow === undefined ? null : round2(hiddenBelow),
    change:
      parts === undefined ? null : { spend: round2(parts.spend), normalizedDeployments: round2(parts.units) },
  };
}

type ShownMoney = Pick<
  ShownSpend,
  "tools" | "basis" | "unallocated" | "unconverted" | "overlapped" | "negative"
>;

/**
 * The money of the window by tool, and the money that is not simply added: in no scope, unconverted, overlapped, below
 * zero.
 *
 * The window ends with the last day.
 */
export function shownMoney(
  combined: CombinedSpend,
  known: KnownSpend & { readonly restated: readonly RestatedOfSource[] },
  last: Day,
): ShownMoney {
  const tools = spendByTool(combined, known);
  const bases = new Set(tools.flatMap(({ basis }) => basis));
  const currencies = Map.groupBy(combined.unconverted, ({ currency }) => currency);
  return {
    tools: tools.map((tool) => shownTool(tool, last)),
    basis: BASES.filter((basis) => bases.has(basis)),
    unallocated: decimalText(unallocatedOf(combined, known.declarations)),
    unconverted: [...currencies]
      .map(([currency, all]) => ({ currency, amount: sumText(all) }))
      .toSorted((a, b) => (a.currency < b.currency ? -1 : 1)),
    overlapped: [...Map.groupBy(combined.overlapped, keyOfOverlap).values()].flatMap((all) => {
      const [first] = all;
      if (first === undefined) return [];
      const { tool, used, leftOut } = first;
      return [{ tool, used, leftOut, amount: sumText(all) }];
    }),
    negative: negativeDays(combined).map((each) => ({ ...each, amount: decimalText(each.amount) })),
  };
}

function shownTool(spend: ToolSpend, last: Day): ShownToolSpend {
  const { tool, total, usage, seat, included, credit, adjustment, basis, completeThrough, restated } = spend;
  return {
    tool,
    total: decimalText(total),
    usage: decimalText(usage),
    seat: decimalText(seat),
    included: decimalText(included),
    credit: decimalText(credit),
    adjustment: decimalText(adjustment),
    basis,
    // Later days are not of the window, and would change the issue each day.
    completeThrough:
      completeThrough !== undefined && completeThrough > last ? last : (completeThrough ?? null),
    restated,
  };
}

function keyOfOverlap({ tool, used, leftOut }: OverlappedMoney): string {
  return JSON.stringify([tool, used, leftOut]);
}

function sumText(all: readonly { readonly amount: Micros }[]): string {
  return decimalText(sumOfMicros(all.map(({ amount }) => amount)));
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
