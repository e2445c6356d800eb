import { isEmpty } from "../figures-shown.ts";
import type { Section } from "../section.ts";
import { whyZero } from "../verdict/sentences.ts";

/** Says that a week is empty, where no zero explains itself. */
export const nothing: Section = {
  markdown: (digest) => (isEmpty(digest) && whyZero(digest).length === 0 ? NOTHING : ""),
};

const NOTHING = "Nothing was merged, and nothing deployed, in this week.";
