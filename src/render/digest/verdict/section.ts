import type { Digest } from "../../../domain/metric/digest.ts";
import { html } from "../../html.ts";
import { marked } from "../../site/blocks.ts";
import { tiles } from "../../site/tiles.ts";
import { wrapped } from "../../terminal-text.ts";
import { withoutMarks } from "../../text.ts";
import { renderNext } from "../next/section.ts";
import type { Section } from "../section.ts";
import { verdictSentences, whyZero } from "./sentences.ts";

/** Whether anything changed; a zero explains itself. */
export const verdict: Section = {
  markdown(digest, options) {
    const [answer = ""] = verdictSentences(digest, options);
    return [answer, ...whyZero(digest)].join(" ");
  },
  terminal: ({ digest }) => wrapped(withoutMarks(wholeVerdict(digest, true))).join("\n"),
  page: ({
    digest,
    github,
  }) => html`<p class="verdict">${marked(wholeVerdict(digest, github === undefined))}</p>
${tiles(digest)}`,
};

/** The verdict on a clone's week with how sure it is and what still fills, as one paragraph; of a zero also what to do. */
function wholeVerdict(digest: Digest, isClone: boolean): string {
  const [first = "", ...others] = verdictSentences(digest, { isClone });
  const why = whyZero(digest);
  return [first, ...why, ...(why.length > 0 ? [renderNext(digest)] : []), ...others].join(" ");
}
