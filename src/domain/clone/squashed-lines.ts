import type { CloneCommit } from "./clone-commit.ts";
import type { Unit } from "./unit.ts";

/** Whether GitHub itself committed most of the work on a line of first parents. */
export function isSquashedTo(line: readonly CloneCommit[]): boolean {
  const work = line.filter(({ parents }) => parents.length < 2);
  return work.filter(({ isByGitHub }) => isByGitHub).length * 2 > work.length;
}

/**
 * Splits a merge without a pull request, if it brings a line with squashed pull requests without numbers.
 *
 * Each commit of GitHub's on that line is a unit of its own, if these have several authors; the rest stays one unit.
 * With one author it is a single topic, with an edit in the browser.
 */
export function splitSquashedLine(unit: Unit): Unit[] {
  const { pull, own, squashed } = unit;
  if (squashed.size < 2) return [unit];
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
