import type { CloneCommit } from "./clone-commit.ts";
import type { Unit } from "./unit.ts";

/** Whether GitHub itself committed most of the work on a line of first parents. */
export function isSquashedTo(line: readonly CloneCommit[]): boolean {
  const work = line.filter(({ parents }) => parents.length < 2);
  return work.filter(({ isByGitHub }) => isByGitHub).length * 2 > work.length;
}

/**
 * Takes a merge of no pull request apart, where it brings a line to which pull requests were squashed without a number.
 *
 * Each commit there that GitHub itself made is a unit of its own, if these have several authors; what is left stays one
 * unit. Else it is one topic, in which somebody also edited in the browser.
 */
export function takenApart(unit: Unit): Unit[] {
  const { pull, own, squashed } = unit;
  const alone = own.filter(({ sha }) => squashed.has(sha));
  const authors = new Set(alone.flatMap(({ author }) => author ?? []));
  if (pull !== undefined || authors.size < 2) return [unit];
  const others = alone.map((commit) => ({
    pull: undefined,
    end: commit,
    own: [commit],
    merges: [],
    squashed: new Set<string>(),
    others: [],
  }));
  const rest = own.filter(({ sha }) => !squashed.has(sha));
  return [...others, { ...unit, own: rest, others: [...unit.others, ...others] }];
}
