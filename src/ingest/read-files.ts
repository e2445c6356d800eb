import type { ReadChange } from "../domain/records/change.ts";
import type { StoredRules } from "../domain/records/rules.ts";
import { compileFileRules, type FileRules, isEffectiveFile } from "../domain/shipping/effective.ts";
import { servicesOf } from "../domain/shipping/rules.ts";
import { type FileChange, fetchPullRequestFiles } from "../github/changed-files.ts";
import { type GitHubClient, undefinedWhenUntold } from "../github/octokit.ts";
import type { When } from "../github/when.ts";
import type { Repository } from "../storage/repositories.ts";

/** The files of a change, and whether there may be more. */
export interface ListedFiles {
  readonly files: readonly FileChange[];
  readonly isCut: boolean;
}

/** What the files of a change say by the rules in force; of a pull request, `number` lets more of them be listed. */
interface FilesReading extends ListedFiles {
  readonly repository: Repository;
  readonly number: number | undefined;
  readonly inForce: StoredRules | undefined;
  readonly when: When;
}

/** What they say; where GitHub cannot list them, a change is taken to count. */
interface Files extends Pick<ReadChange, "isEffective" | "lines" | "services"> {
  readonly isListed: boolean;
}

/**
 * Tells whether a change touches a file that counts, how many lines of such files, and which services it is part of.
 *
 * More requests only while none of the files that are listed counts.
 */
export async function readFiles(
  octokit: GitHubClient,
  { repository, number, inForce, files, isCut, when }: FilesReading,
): Promise<Files> {
  const rules = compileFileRules(inForce ?? {});
  const effective = files.filter(({ path }) => isEffectiveFile(path, rules));
  const isDecided = effective.length > 0 || !isCut;
  const further = isDecided ? false : await hasEffectiveFile(octokit, repository, { number, rules, when });
  const paths = files.map(({ path }) => path);
  return {
    isEffective: effective.length > 0 || (further ?? true),
    isListed: further !== undefined,
    lines: isCut ? undefined : effective.reduce((sum, { lines }) => sum + lines, 0),
    services: servicesOf(paths, inForce ?? { services: [] }),
  };
}

/** Looks through all files of a pull request; of a push GitHub lists no more, so it is taken to count. `undefined` when GitHub cannot tell. */
async function hasEffectiveFile(
  octokit: GitHubClient,
  repository: Repository,
  { number, rules, when }: Pick<FilesReading, "number" | "when"> & { readonly rules: FileRules },
): Promise<boolean | undefined> {
  if (number === undefined) return true;
  const hasOne = (files: readonly FileChange[] | undefined) =>
    files?.some(({ path }) => isEffectiveFile(path, rules)) ?? true;
  const asked = fetchPullRequestFiles(octokit, repository, { number, when });
  return asked.then(hasOne).catch(undefinedWhenUntold);
}
