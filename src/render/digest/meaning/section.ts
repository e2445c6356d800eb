import { DEFINITION } from "../../../domain/metric/definition.ts";
import type { Digest } from "../../../domain/metric/digest.ts";
import type { Section } from "../section.ts";

/** What the number is, for whoever reads it for the first time. */
export const meaning: Section = { markdown: inShort };

/** What the number is, in a sentence. */
export function inShort({ ship }: Pick<Digest, "ship">): string {
  return ship === "merges" ? IN_SHORT_MERGED : IN_SHORT;
}

const IN_SHORT =
  "*One normalized deployment is one day of one builder's merged work that reached production and stayed there.*";

const IN_SHORT_MERGED =
  "*One normalized deployment is one day of one builder's merged work that stayed; whether it reached production is not known here.*";

/** What moves the number, what the words mean, and what it must not be used for. */
export const MEANING = `Splitting a day's work, deploying it again, or marking it differently does not move the total. The usual range is how much the weeks before varied. *Nothing declared* does not mean written without AI. This is about a repository or an organization, and must not be used to evaluate anybody in it. Definition ${DEFINITION}.`;
