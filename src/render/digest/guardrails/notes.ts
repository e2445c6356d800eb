import type { Digest } from "../../../domain/metric/digest.ts";
import type { GuardrailMetrics } from "../../../domain/metric/guardrails.ts";
import { minutes, percent, span } from "../../figures.ts";
import { count } from "../../text.ts";
import { withheldSentence } from "../../withheld.ts";
import { hasReverted } from "./reverted-rows.ts";

/** The notes for reading the figures side by side, and the figures without groups, a sentence or two each. */
export function guardrailNotes(digest: Digest): string[] {
  const { beside } = digest;
  return [
    beside.isWithheld ? withheldSentence(digest) : groups(digest),
    reverted(beside),
    ...(digest.ship === "merges" ? [] : [rollbacks(beside)]),
    coverage(beside),
    overall(beside),
    ...builders(digest),
    ...trend(digest),
  ].filter(Boolean);
}

/** A comparison that finds a difference says itself that it shows no effect. */
function groups({ comparison }: Digest): string {
  const isFound = comparison !== undefined && "finding" in comparison && comparison.finding !== "none";
  const effect = isFound ? "" : "; this does not show an effect of AI";
  return `Size and people differ between the groups${effect}. Ranges are 95 % intervals.`;
}

/** Without any reverts, their row says this itself. */
function reverted({ isWithheld, undone }: GuardrailMetrics): string {
  if (isWithheld || !hasReverted(undone)) return "";
  return `Reverted: within 7 days, of the changes of the last ${count(undone.weeks, "settled week")}.`;
}

function rollbacks({ rollbacks: { deployments, changes } }: GuardrailMetrics): string {
  if (deployments === 0 && changes === 0) return "";
  if (deployments === 0) {
    const them = changes === 1 ? "it" : "them";
    return `${count(changes, "change")} rolled back for good, by deployments of other work that lack ${them}.`;
  }
  return `${count(deployments, "rollback")}; ${count(changes, "change")} rolled back for good.`;
}

/** Empty where attribution is known of all. */
function coverage({ coverage: share, isWithheld }: GuardrailMetrics): string {
  return isWithheld || share === null || share === 1
    ? ""
    : `Attribution is known for ${percent(share)} of net changes.`;
}

function overall({ medianLeadMinutes, medianLines }: GuardrailMetrics): string {
  const lead = medianLeadMinutes?.all ?? null;
  const parts = [
    ...(lead === null ? [] : [`${minutes(lead)} from merge to production`]),
    ...(medianLines.all === null ? [] : [`${count(medianLines.all, "line")} changed`]),
  ];
  return parts.length === 0 ? "" : `Median of all: ${parts.join(", ")}.`;
}

function builders({ builders: figures, beside: { isWithheld } }: Digest): string[] {
  const { count: number, adoption, perBuilder, usual = null } = figures;
  if (number === null) return [];
  const range = usual === null ? "" : ` (usually ${span(usual, " to ")})`;
  const each = `${count(number, "builder")}${range}, ${count(perBuilder ?? 0, "normalized deployment")} each on average.`;
  if (isWithheld || adoption === null) return [each];
  const share = typeof adoption === "number" ? percent(adoption) : adoption;
  return [`${each} Of them, ${share} shipped something AI-assisted.`];
}

/**
 * Whether each builder makes more or less. Figures are left out where they are withheld, or too few weeks are known.
 */
function trend({ trend: found }: Digest): string[] {
  const { perBuilder = null, usual = null, reference = null } = found ?? {};
  if (perBuilder === null || usual === null || reference === null) return [];
  return [
    `Net changes per builder, as a moving average: ${perBuilder}, against ${usual[0]} to ${usual[1]} in ${reference[0]} to ${reference[1]}.`,
  ];
}
