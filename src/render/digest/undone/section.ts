import { HOUR_MS } from "../../../domain/durations.ts";
import type { Digest } from "../../../domain/metric/digest.ts";
import { isRepository } from "../../../domain/metric/scope.ts";
import type { UndoneChange } from "../../../domain/metric/undone-changes.ts";
import { undoneList } from "../../site/receipts.ts";
import { count, duration } from "../../text.ts";
import { fewerThan } from "../../withheld.ts";
import { changeName, isVisible, titledChange } from "../change-name.ts";
import type { ShownPull } from "../options.ts";
import type { MarkdownOptions, Section } from "../section.ts";

/** The most undone changes that are listed. Only their titles are read. */
export const MOST_UNDONE = 20;

/**
 * The week's undone changes. Changes in repositories that some reader may not know of, or in which too few builders
 * shipped, are only counted.
 */
export const undone: Section = { markdown: renderUndone, page: undoneList };

function renderUndone(digest: Digest, { visible, pulls = new Map() }: MarkdownOptions): string {
  const { scope, changes } = digest;
  const all = digest.undone ?? [];
  const unlisted = Math.max(0, changes.undone - all.length);
  if (all.length + unlisted === 0) return "";
  const visibleOnes = all.filter((change) => isVisible(change, { scope, visible }));
  const shown = visibleOnes.slice(0, MOST_UNDONE);
  const [more, hidden] = [visibleOnes.length - shown.length, all.length - visibleOnes.length];
  return [
    "#### Undone",
    "",
    `${count(all.length + unlisted, "change")} of this week shipped and did not stay.`,
    "",
    ...shown.map((change) => `- ${row(change, { scope, pulls })}`),
    ...(more > 0 ? [`- ${more} more`] : []),
    ...(hidden > 0 ? [`- ${hidden} in repositories that not every reader may see`] : []),
    ...(unlisted > 0 ? [`- ${unlisted} not listed: ${tooFew(digest)}`] : []),
  ].join("\n");
}

/** A pull request identifies its builder. */
function tooFew(digest: Digest): string {
  const where = isRepository(digest.scope) ? "" : " in their repositories";
  return `${fewerThan(digest).toLowerCase()} builders shipped${where}`;
}

function row(
  undone: UndoneChange,
  of: { readonly scope: string; readonly pulls: ReadonlyMap<number, ShownPull> },
): string {
  const { repository, by, afterHours } = undone;
  const where = repository === of.scope ? "" : repository;
  const how =
    by.kind === "revert" ? `reverted by ${changeName(by.changeId, where)}` : "taken out by a rollback";
  return `${titledChange(undone, of)}: ${how}, ${duration(afterHours * HOUR_MS)} after it shipped`;
}
