import { titled, wrapped } from "../../terminal-text.ts";
import { withoutMarks } from "../../text.ts";
import type { Section } from "../section.ts";
import { caveatSentences } from "../verdict/sentences.ts";

/** The certainty of the answer, and the weeks that are still open. */
export const caveats: Section = {
  markdown: (digest, options) =>
    caveatSentences(digest, options)
      .map((sentence) => `- ${sentence}`)
      .join("\n"),
  terminal: ({ digest }, style) =>
    titled(
      "To bear in mind",
      caveatSentences(digest, {}).flatMap((sentence) => wrapped(withoutMarks(sentence))),
      style,
    ),
};
