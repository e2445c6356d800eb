import type { Digest } from "../domain/metric/digest.ts";
import type { RepositoryTotal } from "../domain/metric/repository-totals.ts";
import type { Warning } from "../domain/metric/warnings.ts";
import { growth, repositories, weeklyRange } from "./figures.ts";
import { code, count } from "./text.ts";

const WARNINGS: Readonly<Record<Warning, string>> = {
  "history-rewritten":
    "**History was rewritten:** the default branch was pushed by force. What was deployed across that break cannot be linked, and nothing is guessed by time.",
  "range-incomplete":
    "**Not all could be read:** a range had more commits or files than GitHub hands out, so some changes may be missing.",
  "rules-changed":
    "**The rules changed in this week:** a config now counts differently. Weeks before are not compared with those after, so the usual range starts anew where that carries weight.",
};

/** Renders what a reader must know of the data. */
export function renderWarnings({ warnings }: Digest): string {
  return warnings.map((warning) => `> ${WARNINGS[warning]}`).join("\n>\n");
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

const MOST_ROWS = 200;

/** Renders an organization's repositories by name; only those that every reader of the issue may see. */
export function renderRepositories(
  { repositories: all, leftOut }: Digest,
  visible: ReadonlySet<string>,
): string {
  if (all.length + leftOut === 0) return "";
  const shown = all.filter(({ repository }) => visible.has(repository)).slice(0, MOST_ROWS);
  const without = leftOut === 0 ? "" : `; ${leftOut} left out, for which merging is all that is known`;
  return [
    `<details><summary>${repositories(all.length)}${without}</summary>`,
    "",
    ...(shown.length === 0
      ? []
      : ["| repository | normalized deployments | |", "|---|---|---|", ...shown.map(row), ""]),
    ...(shown.length < all.length ? [`${repositories(all.length - shown.length)} not listed here.`, ""] : []),
    "</details>",
  ].join("\n");
}

function row({ repository, total, pending, state }: RepositoryTotal): string {
  const waits = pending === 0 ? state : `${state}, ${count(pending, "change")} waiting for a deployment`;
  return `| ${code(repository)} | ${total} | ${waits} |`;
}
