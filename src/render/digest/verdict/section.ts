import type { Digest } from "../../../domain/metric/digest.ts";
import { emphasized } from "../../report/blocks.ts";
import { html } from "../../report/html.ts";
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
  terminal: ({ digest }) => wrapped(withoutMarks(wholeVerdict(digest))).join("\n"),
  report: ({ digest }) => html`<p>${emphasized(wholeVerdict(digest))}</p>`,
};

/** The verdict on a clone's week with how sure it is and what still fills, as one paragraph; of a zero also what to do. */
function wholeVerdict(digest: Digest): string {
  const [first = "", ...others] = verdictSentences(digest, { isClone: true });
  const why = whyZero(digest);
  return [first, ...why, ...(why.length > 0 ? [renderNext(digest)] : []), ...others].join(" ");
}
