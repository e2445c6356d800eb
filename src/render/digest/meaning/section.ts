import { DEFINITION } from "../../../domain/metric/definition.ts";
import type { Digest } from "../../../domain/metric/digest.ts";
import type { Section } from "../section.ts";

/** The meaning of the number, for new readers. */
export const meaning: Section = {
  markdown: (digest, { definitionUrl }) =>
    [
      inShort(digest),
      ...(definitionUrl === undefined ? [] : [`[How it is measured](${definitionUrl})`]),
    ].join(" "),
};

/** The meaning of the number in a sentence. */
export function inShort({ ship }: Pick<Digest, "ship">): string {
  return ship === "merges" ? IN_SHORT_MERGED : IN_SHORT;
}

const IN_SHORT =
  "*One normalized deployment is one day of one builder's merged work that reached production and stayed there.*";

const IN_SHORT_MERGED =
  "*One normalized deployment is one day of one builder's merged work that stayed; whether it reached production is not known here.*";

/** The causes of changes in the number, the meaning of the words, and the forbidden uses. */
export const MEANING = `Splitting a day's work, deploying it again, or marking it differently does not move the total. The usual range is how much the weeks before varied. *Nothing declared* does not mean written without AI. This is about a repository or an organization, and must not be used to evaluate anybody in it. Definition ${DEFINITION}.`;
