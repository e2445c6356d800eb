import { emphasized } from "../../report/blocks.ts";
import { html } from "../../report/html.ts";
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
  report({ digest }) {
    const toDo = whyZero(digest).length > 0 ? [renderNext(digest)] : [];
    const others = [...unaccounted(digest, { isClone: true }), ...caveatSentences(digest, {})];
    return html`<p>${emphasized([verdictSentence(digest), ...toDo, ...others].join(" "))}</p>`;
  },
};
