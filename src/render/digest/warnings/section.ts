import type { Digest } from "../../../domain/metric/digest.ts";
import type { Warning } from "../../../domain/metric/warnings.ts";
import { growth, weeklyRange } from "../../figures.ts";
import { type RuleChange, renderRuleChanges } from "./rule-changes.ts";

const WARNINGS: Readonly<Record<Warning, string>> = {
  "history-rewritten":
    "**History was rewritten:** the default branch was pushed by force. What was deployed across that break cannot be linked, and nothing is guessed by time.",
  "range-incomplete":
    "**Not all could be read:** a range had more commits or files than GitHub hands out, so some changes may be missing.",
  "not-told":
    "**Not all was told:** GitHub did not tell the commits or the files of some changes merged in this week, so what they declare, or whether and how much they count, is unknown. They are read again each night for three days, and at the next deployment.",
  "rules-changed":
    "**The rules changed in this week:** a config, `.gitattributes`, what `auto` takes, or the definition of the metric counts differently now. Weeks before are not compared with those after, so the usual range starts anew where much is counted differently.",
};

/** Renders what a reader must know of the data. */
export function renderWarnings({ warnings }: Digest, changes: readonly RuleChange[] = []): string {
  const rendered = warnings.map((warning) => {
    const details = warning === "rules-changed" ? renderRuleChanges(changes) : "";
    return [`> ${WARNINGS[warning]}`, ...(details === "" ? [] : [">", details])].join("\n");
  });
  return rendered.join("\n>\n");
}

const PLACES = { none: "within", above: "above", below: "below" };

/** Renders how a quarter's first week compares with the first twelve. */
export function renderReference({ reference, normalizedDeployments: { total } }: Digest): string {
  if (reference === null) return "";
  const { weeks, first, last, usual, signal } = reference;
  const change = growth(first, last);
  return [
    "**Once a quarter, against the beginning:**",
    `${last} normalized deployments in the last 12 complete weeks, ${first} in the first 12 (${weeks[0]} to ${weeks[1]})${change ? `: ${change}` : ""}.`,
    `This week's ${total} lies ${PLACES[signal]} their range of ${weeklyRange(usual)}.`,
  ].join(" ");
}

/** Renders the weeks whose numbers are no longer the published ones. */
export function renderRestated({ restated }: Digest): string {
  if (restated.length === 0) return "";
  const weeks = restated.map(({ week, was, is }) => `${week}, ${was} → ${is}`).join("; ");
  return `**Restated** since published: ${weeks}.`;
}
