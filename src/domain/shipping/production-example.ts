import { deniesProduction } from "./production-names.ts";
import type { SeenEnvironment } from "./standstill.ts";

/** Longer names are cut, and end in a star. */
const LONGEST = 60;
/** Characters without a special meaning in a glob, in quoted YAML, and in Markdown between backticks. */
const PLAIN = /[[\p{L}\p{N}\p{Pd} ._\/\(\)@#$%^+=:;,'~]--\p{Default_Ignorable_Code_Point}]/v;

/**
 * A pattern for the config's `production` that covers any environment name.
 *
 * A `?` covers each character with a special meaning in a glob, YAML or Markdown, so that people can copy the pattern.
 */
export function productionPattern(environment: string): string {
  const isLong = environment.length > LONGEST;
  const units = [...environment.slice(0, LONGEST)].flatMap((character, index, all) => {
    const isEdge = index === 0 || index === all.length - 1 || all[index - 1] === " ";
    const isSpaceSeen = character !== " " || !isEdge;
    // A glob has one `?` for each UTF-16 code unit.
    return PLAIN.test(character) && isSpaceSeen ? character : "?".repeat(character.length);
  });
  return `${units.join("")}${isLong ? "*" : ""}`;
}

/**
 * The environment that is probably production: the most used one whose name does not deny it, else the most used one.
 */
export function likeliestProduction(environments: readonly SeenEnvironment[]): string | undefined {
  const [first] = environments;
  const likely = environments.find(({ environment }) => !deniesProduction(environment));
  return (likely ?? first)?.environment;
}
