import type { Digest } from "../../../domain/metric/digest.ts";
import { printable } from "../../preview-notes.ts";
import { shipChoiceText } from "../../ship-choice.ts";
import { way } from "../../site/way.ts";
import { titled, wrapped } from "../../terminal-text.ts";
import { code, withoutMarks } from "../../text.ts";
import { hasFigures } from "../figures-shown.ts";
import type { Section } from "../section.ts";
import { lossLines } from "./losses.ts";
import { productionSentence, shippedBy } from "./targets.ts";

/** The steps from the merged changes to the number, and what brought them to production. */
export const funnel: Section = {
  markdown(digest, { settings }) {
    if (!hasFigures(digest)) return "";
    const losses = lossLines(digest).map((line) => `- ${line}`);
    const choice = settings?.choice && shipChoiceText(settings.choice);
    const ways = [...waysToProduction(digest, code), ...(choice === undefined ? [] : [`It ${choice}.`])];
    const texts = [losses.join("\n"), ...ways].filter(Boolean);
    return texts.length === 0 ? "" : [`#### ${TITLE}`, ...texts].join("\n\n");
  },
  terminal({ digest }, style) {
    const lines = [...lossLines(digest).map(withoutMarks), ...waysToProduction(digest, printable)];
    return titled(
      TITLE,
      lines.flatMap((line) => wrapped(line)),
      style,
    );
  },
  page: way,
};

const TITLE = "How the number came about";

/** What brought the changes to production, and what counts as production, a sentence or more each. */
function waysToProduction(digest: Digest, write: (text: string) => string): string[] {
  const by = shippedBy(digest, write);
  // The name of the only environment tells nothing.
  const isTelling = by !== undefined && (digest.ship === "releases" || by.includes(" and "));
  return [isTelling ? `Shipped ${by}.` : "", productionSentence(digest, write)].filter(Boolean);
}
