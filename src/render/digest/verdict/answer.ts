import type { Digest } from "../../../domain/metric/digest.ts";
import type { Signal } from "../../../domain/metric/verdict.ts";
import { shiftWeek } from "../../../domain/metric/week.ts";
import { weeklyRange } from "../../figures.ts";
import { summarySentence } from "./summary.ts";

const BEFORE_SUMMARIES: Readonly<Partial<Record<Signal, string>>> = {
  none: "**No change detected.** ",
  above: "**A change:** ",
  below: "**A change:** ",
};

/**
 * The summary of all verdicts, and then the usual range. In digests of earlier versions, the place of the total instead
 * of the summary.
 */
export function answer(digest: Digest): string {
  const { summary, normalizedDeployments } = digest;
  if (summary === undefined) return `${BEFORE_SUMMARIES[normalizedDeployments.signal] ?? ""}${place(digest)}`;
  return summary.kind === "told" ? `**${summarySentence(summary)}** ${usually(digest)}` : place(digest);
}

function usually(digest: Digest): string {
  const { signal, usual, learned } = digest.normalizedDeployments;
  if (usual === null) return `The total has no usual range yet: learning, ${learned} of 12 comparable weeks.`;
  const byChance = signal === "none" ? "" : "; if nothing changes, one or two weeks of a hundred lie outside";
  return `The total is usually ${weeklyRange(usual)}${byChance}.`;
}

function place({ normalizedDeployments, week }: Digest): string {
  const { signal, usual, learned, total } = normalizedDeployments;
  const range = usual && `the usual range of ${weeklyRange(usual)}`;
  switch (signal) {
    case "learning":
      return `**Too early to say whether anything changed:** learning, ${learned} of 12 comparable weeks. There is no verdict before ${shiftWeek(week, 12 - learned)}.`;
    case "quiet":
      return "**A quiet week:** fewer than 60 % of the usual number of builders shipped. It gets no verdict, and later ranges leave it out.";
    case "none":
      return `${total} lies within ${range}.`;
    default:
      return `${total} lies ${signal} ${range}. By chance alone that happens in one or two weeks of a hundred.`;
  }
}
