import type { Claiming, Touched } from "../domain/shipping/claims.ts";
import { compileFileRules, isEffectiveFile } from "../domain/shipping/effective.ts";
import type { ComparedCommit } from "../github/compared-commit.ts";
import type { RepositoryAddress } from "../github/octokit.ts";
import { ownNames } from "../github/own-names.ts";
import type { ChangeContent } from "./change-content.ts";
import type { Settings } from "./settings.ts";
import { rulesInForce, type Source } from "./source.ts";

/** The claims of a change about others in its repository. Nothing reverts or repeats itself. */
export function claimingOf(
  commits: readonly ComparedCommit[],
  { number, claimedReverts, claimedRepeats }: Pick<Source, "number" | "claimedReverts" | "claimedRepeats">,
  repository: RepositoryAddress,
): Claiming {
  const othersOf = (names: readonly string[]) =>
    ownNames(names, repository).filter((name) => name !== `#${number}`);
  return {
    own: ownOf(commits).map(({ sha, reverts, repeats }) => {
      return { sha, reverts: othersOf(reverts), repeats: othersOf(repeats) };
    }),
    described: { reverts: othersOf(claimedReverts), repeats: othersOf(claimedRepeats) },
  };
}

/** The touched files of a change, with the rules in force at its merge. */
export function touchedBy(
  { files, isCut }: Pick<ChangeContent, "files" | "isCut">,
  { rules }: Pick<Settings, "rules">,
  { mergedAt }: Pick<Source, "mergedAt">,
): Touched {
  const inForce = compileFileRules(rulesInForce(rules, mergedAt) ?? {});
  const paths = new Set((files ?? []).map(({ path }) => path));
  return { paths, isCut, isEffective: (path) => isEffectiveFile(path, inForce) };
}

/** The commits without merge commits, which bring in the work of others. */
export function ownOf(commits: readonly ComparedCommit[]): ComparedCommit[] {
  return commits.filter(({ parents }) => parents.length < 2);
}
