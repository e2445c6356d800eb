import type { WorkDone } from "../metric/week-units.ts";
import { type CombinedSpend, combineSpend, type KnownSpend, spendWithin } from "./combination.ts";
import { coverageOf, LEAST_COVERAGE, toolsWithSpend } from "./coverage.ts";
import { declarationAt } from "./declared.ts";
import { noonOf, shiftDay } from "./fact.ts";
import { decimalText } from "./money.ts";
import { judgeRatio, ratioOf } from "./ratio.ts";
import type { DaySpan } from "./seats.ts";
import type { DigestSpend, ShownSpend, WhySpendWithheld } from "./shown.ts";
import { shownBudgets } from "./shown-budgets.ts";
import { shownMoney, shownRatio } from "./shown-parts.ts";
import { shownSeats } from "./shown-seats.ts";
import { shownSources } from "./shown-sources.ts";
import { activeSources } from "./source-standing.ts";
import { chargesOf, type RestatedOfSource, totalOf } from "./tool-spend.ts";
import {
  blockOf,
  blocksBefore,
  chartedWeeks,
  daysSince,
  daysWithin,
  twelveOf,
  type WeeksOfWork,
  windowOf,
} from "./window.ts";

/** All known facts about an organization's spend, with its restatements. */
export interface StoredSpend extends KnownSpend {
  readonly restated: readonly RestatedOfSource[];
}

/** The work beside the spend. */
interface SpendQuery {
  readonly work: WorkDone;
  /** The tools of each declared change of the four weeks. */
  readonly declared: readonly (readonly string[])[];
  readonly now: Date;
  /** The time of which budgets are shown; `now` if absent. */
  readonly budgetsAt?: Date;
}

/** A source that is silent for more days than these has stopped. */
const MOST_SILENT_DAYS = 7;

/** Computes the spend that a digest shows, or the reason why it shows none. */
export function digestSpend(known: StoredSpend, query: SpendQuery): DigestSpend {
  const { work, declared, now, budgetsAt = now } = query;
  const window = windowOf(work);
  if (window === undefined) return withheld("open-week");
  const { days } = window;
  if (silentSources(known, days, now).length > 0) return withheld("silence");
  const { currency } = declarationAt(known.declarations, noonOf(shiftDay(days.until, -1)));
  const { from } = daysWithin(work.weeks[0]?.start ?? now.getTime(), now.getTime());
  const all = combineSpend(known, { currency, from, until: days.until });
  const combined = spendWithin(all, days);
  if (totalOf(combined.money) <= 0n) return withheld("no-data");
  // Too few builders may not even be shown to use a tool without spend data.
  const coverage = work.isSplitShown ? coverageOf(declared, toolsWithSpend(combined)) : undefined;
  if (coverage !== undefined && coverage.share < LEAST_COVERAGE) return withheld("coverage");
  return {
    ...shownTotals(window, { all, combined, known, work }),
    ...shownMoney(combined, known, shiftDay(days.until, -1)),
    ...shownSources(known, { days, charted: chartedWeeks(work) }),
    coverage: coverage ? { ...coverage, share: round4(coverage.share) } : null,
    seats: shownSeats(known, { day: shiftDay(days.until, -1), floor: work.floor }),
    budgets: shownBudgets(known, budgetsAt),
  };
}

function withheld(why: WhySpendWithheld): DigestSpend {
  return { withheld: why };
}

/**
 * The sources that have stopped: they had money in the twelve weeks before, end before the window does, and have been
 * silent for over a week.
 */
function silentSources(known: KnownSpend, { until }: DaySpan, now: Date) {
  return activeSources(known, until).filter(({ readThrough }) => {
    if (readThrough === undefined) return true;
    return readThrough < shiftDay(until, -1) && daysSince(shiftDay(readThrough, 1), now) > MOST_SILENT_DAYS;
  });
}

interface Sums {
  readonly all: CombinedSpend;
  readonly combined: CombinedSpend;
  readonly known: KnownSpend;
  readonly work: WorkDone;
}

type ShownTotals = Pick<
  ShownSpend,
  | "currency"
  | "window"
  | "total"
  | "normalizedDeployments"
  | "perNormalizedDeployment"
  | "twelveWeeks"
  | "weekly"
  | "included"
  | "credit"
  | "adjustment"
>;

function shownTotals(window: WeeksOfWork, { all, combined, known, work }: Sums): ShownTotals {
  const block = blockOf(window, all);
  const { until } = window.days;
  const isWaiting = activeSources(known, until).some(
    ({ readThrough = "" }) => readThrough < shiftDay(until, -1),
  );
  const { included, credit, adjustment } = chargesOf(combined.money);
  const twelve = twelveOf(work, all);
  return {
    currency: all.currency,
    window: spanOf(window),
    total: decimalText(block.spend),
    normalizedDeployments: block.units,
    perNormalizedDeployment: shownRatio(judgeRatio(block, blocksBefore(work, all), isWaiting)),
    twelveWeeks: twelve === undefined ? null : shownTwelve(twelve, all),
    weekly: chartedWeeks(work).map((each) => {
      const { spend, units } = blockOf(each, all);
      return { week: spanOf(each).to, total: decimalText(spend), normalizedDeployments: units };
    }),
    included: decimalText(included),
    credit: decimalText(credit),
    adjustment: decimalText(adjustment),
  };
}

function shownTwelve(twelve: WeeksOfWork, all: CombinedSpend): NonNullable<ShownSpend["twelveWeeks"]> {
  const block = blockOf(twelve, all);
  const { value } = shownRatio({ value: ratioOf(block) });
  return { ...spanOf(twelve), total: decimalText(block.spend), normalizedDeployments: block.units, value };
}

function spanOf({ weeks }: WeeksOfWork): ShownSpend["window"] {
  return { from: weeks[0]?.week ?? "", to: weeks.at(-1)?.week ?? "", weeks: weeks.length };
}

function round4(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
