import type { Digest } from "../../../domain/metric/digest.ts";
import type { GuardrailMetrics } from "../../../domain/metric/guardrails.ts";
import { CANNOT_TELL, minutes, percent, span } from "../../figures.ts";
import { count } from "../../text.ts";
import { withheldSentence } from "../../withheld.ts";

/** The notes for reading the figures side by side, and the figures without groups, a sentence each. */
export function guardrailNotes(digest: Digest): string[] {
  const { beside } = digest;
  return [
    beside.isWithheld ? withheldSentence(digest) : groups(digest),
    reverted(digest),
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
  return `In the table, size and people differ between the groups${effect}. Brackets hold 95 % intervals.`;
}

function reverted({ beside: { isWithheld, undone }, ship }: Digest): string {
  const { weeks } = undone;
  if (isWithheld || weeks === 0) return "";
  const since = ship === "merges" ? "its merge" : "reaching production";
  return `Reverted: within 7 days of ${since}, of what was merged in the last ${weeks === 1 ? "settled week" : count(weeks, "settled week")}.`;
}

function rollbacks({ rollbacks: { deployments, changes } }: GuardrailMetrics): string {
  if (deployments === 0 && changes === 0) return "No rollbacks.";
  if (deployments === 0) {
    const them = changes === 1 ? "it" : "them";
    return `${count(changes, "change")} rolled back for good, by deployments of other work that lack ${them}.`;
  }
  return `${count(deployments, "rollback")}; ${count(changes, "change")} rolled back for good.`;
}

function coverage({ coverage: share, isWithheld }: GuardrailMetrics): string {
  if (isWithheld) return "";
  return share === null
    ? `Attribution: ${CANNOT_TELL}, there are no net changes.`
    : `Attribution is known for ${percent(share)} of net changes.`;
}

function overall({ medianLeadMinutes, medianLines }: GuardrailMetrics): string {
  const lead = medianLeadMinutes?.all ?? null;
  const parts = [
    ...(lead === null ? [] : [`${minutes(lead)} from merge to production`]),
    ...(medianLines.all === null ? [] : [`${count(medianLines.all, "line")} changed`]),
  ];
  return parts.length === 0 ? "" : `Median of all net changes: ${parts.join(", ")}.`;
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
    `Net changes per builder, a moving average of the last weeks: ${perBuilder}. Held against ${reference[0]} to ${reference[1]}, anything from ${usual[0]} to ${usual[1]} is no change.`,
  ];
}
