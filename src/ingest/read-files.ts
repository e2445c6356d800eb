import type { ReadChange } from "../domain/records/change.ts";
import type { StoredRules } from "../domain/records/rules.ts";
import type { OwnedFiles } from "../domain/scopes/codeowners.ts";
import { partialScopesOf, scopesOfChange } from "../domain/scopes/membership.ts";
import type { NamedScope } from "../domain/scopes/named-scopes.ts";
import { compileFileRules, type FileRules, isEffectiveFile } from "../domain/shipping/effective.ts";
import { servicesOf } from "../domain/shipping/rules.ts";
import { type FileChange, fetchPullRequestFiles } from "../github/changed-files.ts";
import { type GitHubClient, undefinedWhenUnanswered } from "../github/octokit.ts";
import type { EventTimeOrNone } from "../github/when.ts";
import type { Repository } from "../storage/repositories.ts";

/** The files of a change, and whether the list may be incomplete. */
export interface ListedFiles {
  readonly files: readonly FileChange[];
  readonly isCut: boolean;
}

/** The files to judge by the rules in force. With the `number` of a pull request more of them can be listed. */
interface FilesReading extends ListedFiles {
  readonly repository: Repository;
  readonly number: number | undefined;
  readonly inForce: StoredRules | undefined;
  /** The scopes in force, partial or not. */
  readonly scopes: readonly NamedScope[];
  /** The lines of `CODEOWNERS` in force. */
  readonly codeowners: readonly OwnedFiles[];
  readonly when: EventTimeOrNone;
}

/** The facts from the files. Where GitHub cannot list them, a change counts as effective. */
interface Files extends Pick<ReadChange, "isEffective" | "lines" | "services" | "scopes"> {
  readonly isListed: boolean;
}

/**
 * Decides whether a change touches an effective file, how many lines of such files it changes, and to which services and
 * partial scopes it belongs.
 *
 * It sends more requests only while no listed file counts.
 */
export async function readFiles(
  octokit: GitHubClient,
  { repository, number, inForce, scopes, codeowners, files, isCut, when }: FilesReading,
): Promise<Files> {
  const rules = compileFileRules(inForce ?? {});
  const effective = files.filter(({ path }) => isEffectiveFile(path, rules));
  const isDecided = effective.length > 0 || !isCut;
  const further = isDecided ? false : await hasEffectiveFile(octokit, repository, { number, rules, when });
  const services = servicesOf(
    files.map(({ path }) => path),
    inForce ?? { services: [] },
  );
  const paths = effective.map(({ path }) => path);
  const judged = { paths, services, codeowners };
  return {
    isEffective: effective.length > 0 || (further ?? true),
    isListed: further !== undefined,
    lines: isCut ? undefined : effective.reduce((sum, { lines }) => sum + lines, 0),
    services,
    scopes: scopesOfChange(partialScopesOf(scopes, repository), judged),
  };
}

/**
 * Searches all files of a pull request. GitHub lists no more files of a push, so a push counts as effective.
 * `undefined` when GitHub cannot answer.
 */
async function hasEffectiveFile(
  octokit: GitHubClient,
  repository: Repository,
  { number, rules, when }: Pick<FilesReading, "number" | "when"> & { readonly rules: FileRules },
): Promise<boolean | undefined> {
  if (number === undefined) return true;
  const hasOne = (files: readonly FileChange[] | undefined) =>
    files?.some(({ path }) => isEffectiveFile(path, rules)) ?? true;
  const asked = fetchPullRequestFiles(octokit, repository, { number, when });
  return asked.then(hasOne).catch(undefinedWhenUnanswered);
}
