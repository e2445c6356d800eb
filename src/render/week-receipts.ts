import { toolName } from "../domain/attribution/agents.ts";
import type { ChangeReceipt } from "../domain/receipts/change-receipt.ts";
import type { WeekReceipts } from "../domain/receipts/week-receipts.ts";
import { renderDeployments } from "./deployment-receipts.ts";
import { PROXY } from "./figures.ts";
import { changeText, deploymentText, table } from "./receipt-text.ts";
import { shipChoiceText } from "./ship-choice.ts";
import { code, count, duration, instant } from "./text.ts";

/** Whether the source is a clone, which knows releases by their tags alone. */
export interface ReceiptSource {
  readonly isClone?: boolean;
}

/** Renders the receipts of a week as Markdown: its numbers, then each deployment and each change with its rule. */
export function renderWeekReceipts(receipts: WeekReceipts, source: ReceiptSource = {}): string {
  const { deployments, changes } = receipts;
  const isEmpty = deployments.length + changes.length === 0;
  return `${[
    ...receiptsHead(receipts),
    ...(receipts.shipChoice === null ? [] : [`It ${shipChoiceText(receipts.shipChoice)}.`]),
    ...(isEmpty ? ["Nothing was merged, and nothing deployed, in this week."] : sections(receipts, source)),
  ].join("\n\n")}\n`;
}

/** The numbers of some receipts, without their deployments and changes. */
type Numbers = Omit<WeekReceipts, "shipChoice" | "deployments" | "changes">;

/** The title of some receipts, and their first line. */
export function receiptsHead(receipts: Numbers): string[] {
  return [`# Receipts of ${code(receipts.scope)}, ${receipts.week}`, headline(receipts)];
}

function headline({ numbers, state, asOf, completedAt, ship, zone, definition }: Numbers): string {
  const { total, aiAssisted } = numbers.normalizedDeployments;
  const assisted = numbers.isShareWithheld
    ? "AI-assisted share withheld"
    : `${aiAssisted} of them AI-assisted`;
  const since = completedAt === null ? "" : ` (complete since ${instant(new Date(completedAt))})`;
  return [
    `**${count(total, "normalized deployment")}**${total === 0 ? "" : `, ${assisted}`}`,
    ...(ship === "merges" ? [PROXY] : []),
    `the week is ${state}${since}`,
    `as of ${instant(asOf)}`,
    `days in the zone ${code(zone)}`,
    `definition ${definition}`,
  ].join(" · ");
}

function sections(receipts: WeekReceipts, source: ReceiptSource): string[] {
  const { deployments, changes } = receipts;
  return [
    HOW_TO_COUNT,
    "## Deployments",
    deploymentCounts(receipts),
    ...(deployments.length === 0 ? [] : [renderDeployments(deployments)]),
    "## Changes",
    changeCounts(receipts, changes.length),
    ...(changes.length === 0 ? [] : [renderChanges(changes, source)]),
  ];
}

const HOW_TO_COUNT = [
  "The number is that of the different pairs in the rows of net changes; each pair is AI-assisted by the part of its net changes that is declared, by lines, of which each change weighs at most 400, or by their number where the lines of one are unknown.",
  "A pair is one builder's day. Pairs are numbered anew on each day, so that nobody can be followed from one day to the next;",
  "therefore the figures about people (builders, adoption, occupancy) cannot be counted from this, by design.",
  "Each time that is shown is UTC. `--json` has every fact.",
].join(" ");

/** The counts of the deployments, which add up. */
export function deploymentCounts({ numbers: { deployments } }: Numbers): string {
  const reasons = Object.entries(deployments.uncounted).map(([reason, number]) => `${number} ${reason}`);
  const rest = reasons.length === 0 ? "" : `; not counted: ${reasons.join(", ")}`;
  return `${count(deployments.seen, "deployment")} seen, ${deployments.counted} counted${rest}.`;
}

/** The counts of the changes, of which `number` were merged in the week, measured or not. */
export function changeCounts({ numbers: { changes: of } }: Numbers, number: number): string {
  const outside = number - of.merged;
  const rest = outside === 0 ? "" : `; ${outside} outside of the measurement`;
  return [
    `${count(of.merged, "change")} merged = ${of.pending} pending + ${of.arrived} arrived`,
    `arrived = ${of.automation} automation + ${of.ineffective} ineffective + ${of.rework} rework + ${of.effective} effective`,
    `effective = ${of.withdrawn} withdrawn + ${of.undone} undone + ${of.net} net${rest}.`,
  ].join("; ");
}

const HEAD = ["change", "merged", "attribution", "lines", "approved", "arrived", "outcome", "rule", "pair"];

function renderChanges(changes: readonly ChangeReceipt[], source: ReceiptSource): string {
  return table(
    HEAD,
    changes.map((change) => cellsOf(change, source)),
  );
}

const APPROVED = { true: "yes", false: "no", null: "unknown" };

function cellsOf(receipt: ChangeReceipt, source: ReceiptSource): string[] {
  const { id, state, mergedAt, isEffective, lines, isApproved, outcome, rule, pair } = receipt;
  return [
    changeText(id),
    instant(mergedAt),
    attributionText(receipt),
    isEffective ? `${lines ?? "unknown"}` : "none that count",
    state === "pushed" ? "a push" : APPROVED[`${isApproved}`],
    arrivalText(receipt, source),
    outcome === "net" ? "**net**" : outcome,
    rule,
    pair ?? "nobody's",
  ];
}

function attributionText({
  attribution: { attribution, declaredCommits, totalCommits, tools },
}: ChangeReceipt): string {
  if (attribution !== "declared") return attribution;
  const names = tools.map(toolName).join(", ");
  return `declared, ${declaredCommits} of ${count(totalCommits, "commit")}: ${names}`;
}

function arrivalText({ arrival, mergedAt }: ChangeReceipt, { isClone = false }: ReceiptSource): string {
  if (arrival === null) return "";
  const waited = arrival.at.getTime() - mergedAt.getTime();
  const when = waited === 0 ? "with the merge" : `${duration(waited)} later`;
  if (arrival.deployment === null) return when;
  const tag = isClone ? arrival.environment : null;
  return `${when}, ${tag === null ? deploymentText(arrival.deployment) : code(tag)}`;
}
