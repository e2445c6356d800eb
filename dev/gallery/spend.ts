import type { Digest } from "../../src/domain/metric/digest.ts";
import { halfYearBefore, type WorkDone, workUntil } from "../../src/domain/metric/week-units.ts";
import type { FactOfSource } from "../../src/domain/spend/combination.ts";
import { digestSpend, type StoredSpend } from "../../src/domain/spend/digest-spend.ts";
import { type Day, shiftDay } from "../../src/domain/spend/fact.ts";
import { type DigestSpend, WHY_WITHHELD } from "../../src/domain/spend/shown.ts";
import { NOW, WEEK } from "../simulation/examples/records.ts";
import {
  declared,
  eachDay,
  factOf,
  knownOf,
  LAST_DAY,
  micros,
  seatsOf,
  sourceOf,
} from "../simulation/examples/spend.ts";
import { type Exhibit, issue } from "./issue.ts";
import { HOSTILE } from "./texts.ts";
import { teamOf, weeksOf } from "./work.ts";

const TEAM = teamOf(weeksOf(52, { often: 5 }));
const QUERY = { scope: "acme", week: WEEK, zone: "utc", now: NOW, floor: 5 };
const WORK: WorkDone = {
  ...workUntil([TEAM], QUERY),
  weeks: [
    ...workUntil([TEAM], { ...QUERY, week: halfYearBefore(WEEK) }).weeks.slice(0, -1),
    ...workUntil([TEAM], QUERY).weeks,
  ],
};

/** Money of a year that differs from day to day; more of it in the last four weeks. */
function yearOf(amount: number, said: Partial<FactOfSource>, last = 1): FactOfSource[] {
  return eachDay(365, "0", said).map((fact, index) => {
    const isLast = fact.day > shiftDay(LAST_DAY, -28);
    const part = (60 + ((index * 37) % 80)) / 100;
    return { ...fact, amount: micros((amount * part * (isLast ? last : 1)).toFixed(2)) };
  });
}

const BUDGETS = [
  {
    name: "AI tools",
    amount: "9000",
    currency: "USD",
    per: "month",
    alertAt: [50, 75, 90, 100],
    perDay: "500",
  },
  { name: "the year", amount: "60000", currency: "USD", per: "year", alertAt: [90], perDay: undefined },
] as const;

const RESTATED: Day = "2026-11-19";

/** Four sources with money in two currencies, of which one restated a day; a fifth one was never read. */
function several(last = 1): StoredSpend {
  return knownOf({
    sources: [
      sourceOf(1, { name: "anthropic", kind: "anthropic", basis: "metered", settlesAfterDays: 30 }),
      sourceOf(2, {
        name: "copilot",
        kind: "github-ai-credits",
        basis: "billed",
        hasHardLimit: true,
        seats: 31,
        activeSeats: 18,
      }),
      sourceOf(3, { name: "openai", kind: "openai", basis: "metered", hasHardLimit: false }),
      sourceOf(4, { name: "cursor bill" }),
      sourceOf(5, { name: "gateway", readThrough: undefined, readAt: undefined, error: "no answer" }),
    ],
    facts: [
      ...yearOf(90, { source: 1, scope: "payments" }, last),
      ...yearOf(20, { source: 2, tool: "github-copilot" }, last),
      ...yearOf(6, { source: 2, tool: "github-copilot", charge: "included" }),
      ...yearOf(15, { source: 3, tool: "codex" }, last),
      ...yearOf(30, { source: 4, tool: "cursor", currency: "EUR" }),
      ...eachDay(3, "1.50", { source: 4, tool: "cursor", currency: "GBP" }),
      factOf("2026-11-12", "-80", { source: 3, tool: "codex", charge: "adjustment" }),
      factOf("2026-11-02", "-100", { source: 1, charge: "credit" }),
    ],
    restated: [
      {
        source: 1,
        day: RESTATED,
        currency: "USD",
        from: micros("80.10"),
        to: micros("95.20"),
        at: NOW,
      },
    ],
    declarations: [
      declared({
        rates: [{ of: "EUR", in: "USD", rate: "1.08", from: "2025-01-01" }],
        scopes: [{ name: "payments", repositories: ["shop"], native: {} }],
        seats: [seatsOf({ tool: "claude-code", count: 12, price: "25" })],
        budgets: [...BUDGETS],
      }),
      declared(
        {
          rates: [{ of: "EUR", in: "USD", rate: "1.08", from: "2025-01-01" }],
          scopes: [{ name: "payments", repositories: ["shop"], native: {} }],
          seats: [seatsOf({ tool: "claude-code", count: 20, price: "25" })],
          budgets: [...BUDGETS],
        },
        new Date("2026-11-03T10:00:00Z"),
      ),
    ],
  });
}

/** The tools of the declared changes, of which one in ten has no spend data. */
const DECLARED = WORK.declared.map((_, index) =>
  index % 10 === 0 ? ["aider"] : [["claude-code", "github-copilot", "cursor"][index % 3] ?? ""],
);

function spendOf(known: StoredSpend, work = WORK): DigestSpend {
  return digestSpend(known, { work, declared: DECLARED, now: NOW });
}

function withSpend(spend: DigestSpend): Exhibit {
  return issue(TEAM, { query: { scope: "acme" }, change: (digest): Digest => ({ ...digest, spend }) });
}

/** Names that try to get out of where they are shown. */
function hostile(): StoredSpend {
  const { sources, facts, declarations, ...rest } = several();
  return {
    ...rest,
    sources: sources.map((source) => ({ ...source, name: `${HOSTILE} ${source.id}` })),
    facts: [...facts, ...eachDay(28, "3", { source: 2 }), ...eachDay(28, "3", { source: 3, tool: "other" })],
    declarations: declarations.map((each) => ({
      ...each,
      budgets: each.budgets.map((budget) => ({ ...budget, name: HOSTILE })),
    })),
  };
}

/** The digest issue of an organization with spend, in each of its states. */
export const SPEND: Readonly<Record<string, Exhibit>> = {
  "with spend of four sources": withSpend(spendOf(several())),
  "with more spend than usual": withSpend(spendOf(several(3))),
  "learning what spend is usual": withSpend(spendOf(several(), { ...WORK, weeks: WORK.weeks.slice(-17) })),
  "with spend and few normalized deployments": withSpend(
    spendOf(several(), { ...WORK, weeks: WORK.weeks.map((week) => ({ ...week, units: 4 })) }),
  ),
  "with spend of hostile names": withSpend(spendOf(hostile())),
  ...Object.fromEntries(WHY_WITHHELD.map((why) => [`without spend: ${why}`, withSpend({ withheld: why })])),
};
