import type { Section } from "../section.ts";
import { verdictSentences } from "../verdict/sentences.ts";

/** The certainty of the answer, and the weeks that are still open. */
export const caveats: Section = {
  markdown(digest, options) {
    const [, ...others] = verdictSentences(digest, options);
    return others.map((sentence) => `- ${sentence}`).join("\n");
  },
};
