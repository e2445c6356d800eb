import type { ShownBudget, ShownSpend } from "../../../domain/spend/shown.ts";
import { percent } from "../../figures.ts";
import { code, count } from "../../text.ts";
import type { ToolNames } from "../../tool-names.ts";
import { amountRange, dayText, withCurrency } from "./money.ts";
import { toolText } from "./tools.ts";

const MOST_LINES = 10;

/** The budgets, and what would be overlooked in the totals; a line each. */
export function noteLines(spend: ShownSpend, names: ToolNames): string[] {
  return [
    ...listed(spend.budgets.map(budgetLine), "budget"),
    ...listed(spend.limits.map(limitLine), "limit"),
    ...listed(seatLines(spend, names), "line about seats", "lines about seats"),
    ...coverageLine(spend),
    ...apartLine(spend),
    ...oddLines(spend),
    ...listed(overlapLines(spend, names), "overlap"),
    ...listed(restatedLines(spend), "restated day"),
    ...listed(negativeLines(spend, names), "day below zero", "days below zero"),
    ...listed(declaredLines(spend), "change of the config", "changes of the config"),
  ];
}

function listed(lines: readonly string[], noun: string, plural = `${noun}s`): string[] {
  const left = lines.length - MOST_LINES;
  const more = left > 0 ? [`${left} more ${left === 1 ? noun : plural} not listed.`] : [];
  return [...lines.slice(0, MOST_LINES), ...more];
}

function budgetLine(budget: ShownBudget): string {
  const { name, currency, per, amount, used, usedPart, elapsedPart, atEnd, daysBehind, isPartial } = budget;
  const end =
    atEnd === null
      ? "too few settled days for a forecast"
      : `at its end ${amountRange([atEnd.low, atEnd.high], currency)}`;
  const lag = daysBehind === 0 ? "" : `; the data is ${count(daysBehind, "day")} behind`;
  const missing = isPartial ? "; money that no rate of the config converts is missing" : "";
  return `Budget ${code(name)}: ${withCurrency(used, currency)} of ${withCurrency(amount, currency)} used (${percent(usedPart)}), ${percent(elapsedPart)} of the ${per} gone; ${end}${lag}${missing}.`;
}

function limitLine({ source, hasHardLimit }: ShownSpend["limits"][number]): string {
  return hasHardLimit
    ? `A hard limit is set at ${code(source)}.`
    : `**No hard limit is set at ${code(source)}.**`;
}

/** The seats that are paid for, and how many of them were active. */
function seatLines({ seats: { declared, counted } }: ShownSpend, names: ToolNames): string[] {
  const paid = declared.map((each) => `${count(each.count, "seat")} of ${toolText(each.tool, names)}`);
  return [
    ...(paid.length === 0 ? [] : [`The config declares ${paid.join(", ")}.`]),
    ...counted.map(({ source, paid: seats, active }) =>
      active === null
        ? `${code(source)} counts ${count(seats, "seat")} paid for.`
        : `${active} of ${count(seats, "seat")} paid for were active, by the count of ${code(source)}.`,
    ),
  ];
}

function coverageLine({ coverage }: ShownSpend): string[] {
  if (coverage === null) return [];
  const { share, tools, covered } = coverage;
  return [
    `Spend data covers ${covered} of ${count(tools, "tool")} that changes declare, and ${percent(share)} of the declared changes.`,
  ];
}

/** The charges that stand beside the total. */
function apartLine({ included, credit, adjustment, currency }: ShownSpend): string[] {
  return [
    `Beside the total: ${withCurrency(included, currency)} included in plans, ${withCurrency(credit, currency)} of credits, ${withCurrency(adjustment, currency)} of adjustments.`,
  ];
}

function oddLines({ unallocated, unconverted, provisionalFrom, currency }: ShownSpend): string[] {
  return [
    ...(Number(unallocated) === 0
      ? []
      : [`${withCurrency(unallocated, currency)} of the total belong to no scope of the config.`]),
    ...unconverted
      .slice(0, MOST_LINES)
      .map(
        (each) =>
          `${withCurrency(each.amount, each.currency)} are not added: no rate of the config converts them.`,
      ),
    ...(provisionalFrom === null
      ? []
      : [`Sources may still change the days from ${dayText(provisionalFrom)} on.`]),
  ];
}

function overlapLines({ overlapped, currency }: ShownSpend, names: ToolNames): string[] {
  return overlapped.map(
    ({ tool, used, leftOut, amount }) =>
      `${code(used)} and ${code(leftOut)} both have ${toolText(tool, names)}: the larger of each day is used, and ${withCurrency(amount, currency)} of ${code(leftOut)} are left out.`,
  );
}

function restatedLines({ restated }: ShownSpend): string[] {
  return restated.map(
    ({ source, day, currency, from, to }) =>
      `${code(source)} restated ${dayText(day)}: ${withCurrency(from, currency)} before, ${withCurrency(to, currency)} now.`,
  );
}

function negativeLines({ negative, currency }: ShownSpend, names: ToolNames): string[] {
  return negative.map(
    ({ day, tool, amount }) =>
      `${toolText(tool, names)} is below zero on ${dayText(day)}: ${withCurrency(amount, currency)}.`,
  );
}

function declaredLines({ declared }: ShownSpend): string[] {
  return declared.map(
    ({ day, keys }) =>
      `The config changed on ${dayText(day)}: ${keys.map((key) => code(`spend.${key}`)).join(", ")}. Days before keep what was declared then.`,
  );
}
