import { HOUR_MS } from "../../../domain/durations.ts";
import type { Digest } from "../../../domain/metric/digest.ts";
import type { UndoneChange } from "../../../domain/metric/undone-changes.ts";
import { undoneList } from "../../site/receipts.ts";
import { code, count, duration } from "../../text.ts";
import { fewerThan } from "../../withheld.ts";
import type { MarkdownOptions, Section } from "../section.ts";

/** The most undone changes that are listed. Only their titles are read. */
export const MOST_UNDONE = 20;

/**
 * The week's undone changes. Changes in repositories that some reader may not know of, or in which too few builders
 * shipped, are only counted.
 */
export const undone: Section = { markdown: renderUndone, page: undoneList };

function renderUndone(digest: Digest, { visible, titles = new Map() }: MarkdownOptions): string {
  const { scope, changes } = digest;
  const all = digest.undone ?? [];
  const unlisted = Math.max(0, changes.undone - all.length);
  if (all.length + unlisted === 0) return "";
  const isVisible = ({ repository }: UndoneChange) => repository === scope || visible.has(repository);
  const shown = all.filter(isVisible).slice(0, MOST_UNDONE);
  const visibleOnes = all.filter(isVisible).length;
  const [more, hidden] = [visibleOnes - shown.length, all.length - visibleOnes];
  return [
    "#### Undone",
    "",
    `${count(all.length + unlisted, "change")} of this week shipped and did not stay.`,
    "",
    ...shown.map((change) => `- ${row(change, { scope, titles })}`),
    ...(more > 0 ? [`- ${more} more`] : []),
    ...(hidden > 0 ? [`- ${hidden} in repositories that not every reader may see`] : []),
    ...(unlisted > 0 ? [`- ${unlisted} not listed: ${tooFew(digest)}`] : []),
  ].join("\n");
}

/** A pull request identifies its builder. */
function tooFew(digest: Digest): string {
  const where = digest.scope.includes("/") ? "" : " in their repositories";
  return `${fewerThan(digest).toLowerCase()} builders shipped${where}`;
}

function row(
  { repository, change, by, afterHours }: UndoneChange,
  { scope, titles }: { readonly scope: string; readonly titles: ReadonlyMap<number, string> },
): string {
  const where = repository === scope ? "" : repository;
  const title = titles.get(Number(change.slice(1)));
  const by_ = by.kind === "revert" ? `reverted by ${nameOf(by.changeId, where)}` : "taken out by a rollback";
  return `${nameOf(change, where)}${title === undefined ? "" : ` ${code(title)}`}: ${by_}, ${duration(afterHours * HOUR_MS)} after it shipped`;
}

/** GitHub makes a link of `#12` and `owner/name#12`, and of a commit. */
function nameOf(change: string, where: string): string {
  return change.startsWith("#")
    ? `${where}${change}`
    : `${where === "" ? "" : `${where}@`}${change.slice(0, 10)}`;
}
