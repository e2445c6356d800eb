import { compileFileRules, type FileRules, isEffectiveFile } from "../domain/shipping/effective.ts";
import { servicesOf } from "../domain/shipping/rules.ts";
import { type FileChange, fetchPullRequestFiles } from "../github/changed-files.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { ReadChange } from "../storage/changes.ts";
import type { Repository } from "../storage/repositories.ts";
import type { StoredRules } from "../storage/rules.ts";

/** The files of a change, and whether there may be more. */
export interface ListedFiles {
  readonly files: readonly FileChange[];
  readonly isCut: boolean;
}

/** What the files of a change say by the rules in force; of a pull request, `number` lets more of them be listed. */
export interface FilesReading extends ListedFiles {
  readonly repository: Repository;
  readonly number: number | undefined;
  readonly inForce: StoredRules | undefined;
}

type Files = Pick<ReadChange, "isEffective" | "lines" | "services">;

/**
 * Tells whether a change touches a file that counts, how many lines of such files, and which services it is part of.
 *
 * More requests only while none of the files that are listed counts.
 */
export async function readFiles(
  octokit: GitHubClient,
  { repository, number, inForce, files, isCut }: FilesReading,
): Promise<Files> {
  const rules = compileFileRules({ exclude: inForce?.exclude ?? [], gitattributes: inForce?.gitattributes });
  const effective = files.filter(({ path }) => isEffectiveFile(path, rules));
  const isEffective =
    effective.length > 0 || (isCut && (await hasEffectiveFile(octokit, repository, { number, rules })));
  return {
    isEffective,
    lines: isCut ? undefined : effective.reduce((sum, { lines }) => sum + lines, 0),
    services: servicesOf(
      files.map(({ path }) => path),
      inForce ?? { services: [] },
    ),
  };
}

/** Looks through all files of a pull request; of a push GitHub lists no more, so it is taken to count. */
async function hasEffectiveFile(
  octokit: GitHubClient,
  repository: Repository,
  { number, rules }: { readonly number: number | undefined; readonly rules: FileRules },
): Promise<boolean> {
  if (number === undefined) return true;
  const files = await fetchPullRequestFiles(octokit, repository, number);
  return files?.some(({ path }) => isEffectiveFile(path, rules)) ?? true;
}
