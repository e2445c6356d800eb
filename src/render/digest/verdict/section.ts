import { html } from "../../html.ts";
import { marked } from "../../site/blocks.ts";
import { tiles } from "../../site/tiles.ts";
import { wrapped } from "../../terminal-text.ts";
import { withoutMarks } from "../../text.ts";
import { renderNext } from "../next/section.ts";
import type { Section } from "../section.ts";
import { caveatSentences, unaccounted, verdictSentence, whyZero } from "./sentences.ts";

/** Whether anything changed, and for how much of the work nobody is accountable; a zero explains itself. */
export const verdict: Section = {
  markdown: (digest, options) => [verdictSentence(digest), ...unaccounted(digest, options)].join("\n\n"),
  terminal: ({ digest }) =>
    [verdictSentence(digest), ...unaccounted(digest, { isClone: true })]
      .map((sentence) => wrapped(withoutMarks(sentence)).join("\n"))
      .join("\n\n"),
  page({ digest, github }) {
    const isClone = github === undefined;
    const toDo = whyZero(digest).length > 0 ? [renderNext(digest)] : [];
    const answer = [verdictSentence(digest), ...toDo, ...unaccounted(digest, { isClone })];
    const caveats = caveatSentences(digest, {});
    return html`<p class="verdict">${marked(answer.join(" "))}</p>
${caveats.length === 0 ? "" : html`<p class="note">${marked(caveats.join(" "))}</p>\n`}${tiles(digest)}`;
  },
};
