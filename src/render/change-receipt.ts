import { toolName } from "../domain/attribution/agents.ts";
import type { ChangeReceipt } from "../domain/receipts/change-receipt.ts";
import type { RelatedChange } from "../domain/receipts/related-changes.ts";
import type { PartialRevert } from "../domain/shipping/claims.ts";
import { carrierRows } from "./carrier-rows.ts";
import { renderEvidence } from "./evidence.ts";
import { labelText } from "./label.ts";
import { absenceText, changeText, deploymentText, sinceText, table } from "./receipt-text.ts";
import { shipChoiceText } from "./ship-choice.ts";
import { code, count, instant } from "./text.ts";
import { toolNames } from "./tool-names.ts";

/** Renders the receipt of a merged change as Markdown: the facts first, then the rule that decided. */
export function renderChangeReceipt(receipt: ChangeReceipt): string {
  const { outcome, rule } = receipt;
  const facts = [
    ...mergeFacts(receipt),
    ...classFacts(receipt),
    ...relationFacts(receipt),
    ...productionFacts(receipt),
    ["outcome", `**${outcome}**`],
    ["rule", rule],
  ];
  return [
    `# ${code(receipt.id)}`,
    table(
      ["fact", ""],
      facts.filter(([, value]) => value),
    ),
    "## Commits that carry it to production",
    table(
      ["commit", "channel", "came with", "at", "linked", "absent"],
      receipt.carriers.flatMap(carrierRows),
    ),
    "## What its commits say",
    `${renderEvidence(receipt.commits, toolNames())}\n`,
  ].join("\n\n");
}

function mergeFacts({
  state,
  isLandedByPush,
  mergedAt,
  asOf,
  day,
  week,
  zone,
  pair,
  rules,
  shipChoice,
}: ChangeReceipt): string[][] {
  const exclude = rules.exclude.length === 0 ? "" : `; excluded: ${rules.exclude.map(code).join(", ")}`;
  return [
    ["state", state],
    [state, `${instant(mergedAt)}: ${day}, in ${week}, in the zone ${code(zone)}`],
    ["merged by", isLandedByPush ? "a push that names it and changes the same" : ""],
    ["as of", instant(asOf)],
    ["accountable", pair === null ? "nobody, so it is in no pair" : "a person"],
    ["pair of builder and day", pair ?? ""],
    ["rules", `since ${sinceText(rules.since)}; ship: ${rules.ship}${exclude}`],
    ["what `auto` took", shipChoice === null ? "" : shipChoiceText(shipChoice)],
  ];
}

function classFacts({
  attribution,
  account,
  labels,
  commits,
  lostInSquash,
  ...facts
}: ChangeReceipt): string[][] {
  const { declaredCommits, totalCommits, tools } = attribution;
  const approved = { true: "yes", false: "no", null: "a push has no reviews" };
  return [
    [
      "attribution",
      `${attribution.attribution}, in ${declaredCommits} of ${totalCommits} own commits; its author: ${account.attribution}`,
    ],
    ["tools", tools.map(toolName).join(", ")],
    ["labelled as", labels.map(labelText).join(", ")],
    ["lost in the squash", lostInSquash?.map(toolName).join(", ") ?? ""],
    ["table of agents", [...new Set(commits.map(({ agentsVersion }) => agentsVersion))].join(", ")],
    [
      "files that count",
      facts.isEffective ? `yes, ${facts.lines ?? "an unknown number of"} lines in them` : "no",
    ],
    ["services", facts.services.map(code).join(", ")],
    ["scopes", facts.scopes.map(code).join(", ")],
    ["approved by someone else", approved[`${facts.isApproved}`]],
  ];
}

function relationFacts(receipt: ChangeReceipt): string[][] {
  const { says } = receipt;
  return [
    ["says that it reverts", says.reverts.map(code).join(", ")],
    ["says that it repeats", says.pickedFrom.map(code).join(", ")],
    ["claims to revert", says.partial.map(partOf).join("; ")],
    ["takes back", related(receipt.reverts)],
    ["is taken back by", related(receipt.revertedBy)],
    ["repeats", related(receipt.repeats)],
    ["is repeated by", related(receipt.repeatedBy)],
    [receipt.isOnlyContainer ? "contains only" : "contains", related(receipt.contains)],
    ["is contained in", related(receipt.containedIn)],
  ];
}

/** A part of a change is no revert of it, since the rest stays in production. */
export function partOf({ name, touched, of }: PartialRevert): string {
  return `${code(name)}, of which ${touched} of ${count(of, "file")} that count`;
}

function related(changes: readonly RelatedChange[]): string {
  return changes
    .map(({ id, mergedAt, shippedAt, isTakenBack }) => {
      const shipped = shippedAt === null ? "not shipped" : `shipped ${instant(shippedAt)}`;
      return `${changeText(id)} (merged ${instant(mergedAt)}, ${shipped}${isTakenBack ? ", is taken back" : ""})`;
    })
    .join("; ");
}

function productionFacts({ arrival, isLeftOut, absences, undoing }: ChangeReceipt): string[][] {
  return [
    ["arrived", arrival === null ? "" : `${instant(arrival.at)}, ${arrivedWith(arrival)}`],
    ["its content", isLeftOut ? "never came" : ""],
    ["out of production", absences.map(absenceText).join("; ")],
    ["taken out", undoing === null ? "" : `${instant(undoing.at)}, by ${takenOutBy(undoing.by)}`],
    ["late", undoing?.isLate ? "yes" : ""],
  ];
}

function arrivedWith({ deployment, environment }: NonNullable<ChangeReceipt["arrival"]>): string {
  if (deployment === null) return "by being merged";
  return `with ${deploymentText(deployment)} to ${code(environment ?? "")}`;
}

function takenOutBy(by: NonNullable<ChangeReceipt["undoing"]>["by"]): string {
  return "change" in by ? changeText(by.change) : deploymentText(by.deployment);
}
