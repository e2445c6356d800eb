import type { Section } from "../section.ts";
import { verdictSentences } from "../verdict/sentences.ts";

/** How sure the answer is, and what still fills. */
export const caveats: Section = {
  markdown(digest, options) {
    const [, ...others] = verdictSentences(digest, options);
    return others.map((sentence) => `- ${sentence}`).join("\n");
  },
};
