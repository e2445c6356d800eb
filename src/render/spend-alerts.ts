import type { SpendFinding } from "../domain/spend/alerts.ts";
import { centsText } from "../domain/spend/money.ts";
import { percent } from "./figures.ts";
import { code } from "./text.ts";

const MOST_LINES = 20;

/** Renders a comment about findings in spend, with the day through which the sources are complete. */
export function renderSpendAlert(findings: readonly SpendFinding[]): string {
  const lines = spendAlertLines(findings.slice(0, MOST_LINES)).map((line) => `- ${line}`);
  const left = findings.length - lines.length;
  const more = left > 0 ? [`- and ${left} more: \`plimsoll spend show\` lists them`] : [];
  return ["**What AI tools cost**", "", ...lines, ...more, "", LATE].join("\n");
}

/** A line of Markdown for each finding. */
export function spendAlertLines(findings: readonly SpendFinding[]): string[] {
  return findings.map(textOf);
}

const LATE =
  "Providers report spend with a delay, so this cannot stop a bill from growing: set a hard limit at each provider.";

function textOf(finding: SpendFinding): string {
  switch (finding.kind) {
    case "budget": {
      const { step, budget } = finding;
      const { name, used, amount, currency, period, elapsedPart } = budget;
      const gone = `${percent(elapsedPart)} of the ${budget.per} is gone`;
      return `${code(name)}: ${centsText(used)} of ${centsText(amount)} ${currency} is used since ${period.from}, which passes ${step} %; ${gone}${throughText(budget.completeThrough)}`;
    }
    case "ceiling": {
      const { budget, day, amount } = finding;
      const { name, currency, perDay = 0n } = budget;
      return `${code(name)}: ${centsText(amount)} ${currency} on ${day}, over ${centsText(perDay)} a day${throughText(budget.completeThrough)}`;
    }
    case "spike":
      return `${centsText(finding.amount)} ${finding.currency} on ${finding.day}: more than is usual for its weekday (up to ${finding.usual.toFixed(2)})`;
  }
}

function throughText(day: string | undefined): string {
  return day === undefined ? "" : `; all sources are complete through ${day}`;
}
