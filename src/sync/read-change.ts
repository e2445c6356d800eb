import { AGENTS_VERSION } from "../domain/attribution/agents.ts";
import { MOST_FILES, patchIdOf } from "../github/changed-files.ts";
import type { ComparedCommit } from "../github/compared-commit.ts";
import { fetchComparison } from "../github/comparison.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { ReadChange } from "../storage/changes.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { type ListedFiles, readFiles } from "./read-files.ts";
import { MOST_CLAIMS, verifyReverts } from "./reverts.ts";
import type { Settings } from "./settings.ts";
import { agentsAt, rulesInForce, type Source, sourceOf } from "./source.ts";

/**
 * Reads the own commits and files of a change, attributes the commits and stores them, and returns what the files say.
 *
 * One comparison; more requests only while none of its first 300 files counts, and one for each revert that it claims.
 * `undefined` when GitHub does not know the commits any more.
 */
export async function readChange(
  octokit: GitHubClient,
  stores: Pick<Stores, "commits">,
  of: Reading,
): Promise<ReadChange | undefined> {
  const range = { base: of.source.baseSha, head: of.source.headSha };
  const agents = agentsAt(of.settings, of.source.mergedAt);
  const comparison = await fetchComparison(octokit, of.repository, { ...range, agents });
  if (comparison === undefined) return undefined;
  const isCut = comparison.files.length >= MOST_FILES;
  return readChangeFrom(octokit, stores, {
    ...of,
    content: { ...comparison, isCut, patchId: patchIdOf(comparison.files) },
  });
}

/** Which change is read, and by what settings. */
export interface Reading {
  readonly repository: Repository;
  readonly source: Source;
  readonly settings: Settings;
}

/** The commits and files of a change, whichever of GitHub's APIs told them. */
export interface ChangeContent extends ListedFiles {
  readonly commits: readonly ComparedCommit[];
  /** `undefined` where the patch itself was not told. */
  readonly patchId: string | undefined;
}

/**
 * Stores the commits of a change, and returns what they and its files say.
 *
 * What it says it reverts is verified, one request each, unless `verified` tells.
 */
export async function readChangeFrom(
  octokit: GitHubClient,
  { commits }: Pick<Stores, "commits">,
  {
    repository,
    source,
    settings,
    content,
    verified,
  }: Reading & { readonly content: ChangeContent; readonly verified?: readonly string[] },
): Promise<ReadChange> {
  await commits.save(repository.id, content.commits);
  const inForce = rulesInForce(settings.rules, source.mergedAt);
  const files = await readFiles(octokit, { ...content, repository, inForce, number: source.number });
  const own = ownOf(content.commits);
  const claims = claimsOf(content.commits, source);
  const isPicked = own.every(({ pickedFrom }) => pickedFrom.length > 0);
  return {
    readFrom: sourceOf(source, settings),
    agentsVersion: AGENTS_VERSION,
    own: own.map(({ sha }) => sha),
    merges: content.commits.filter(({ parents }) => parents.length > 1).map(({ sha }) => sha),
    ...files,
    patchId: content.patchId,
    reverts: verified ?? (await verifyReverts(octokit, repository, { claims, files: content.files })),
    pickedFrom: isPicked ? own.flatMap(({ pickedFrom }) => pickedFrom) : [],
  };
}

/** The commits and changes (`#12`) that a change says it reverts, in its commits or its description. */
export function claimsOf(
  commits: readonly ComparedCommit[],
  { claimedReverts }: Pick<Source, "claimedReverts">,
): string[] {
  const claims = new Set([...ownOf(commits).flatMap(({ reverts }) => reverts), ...claimedReverts]);
  return [...claims].slice(0, MOST_CLAIMS);
}

/** A merge commit brings in the work of others. */
function ownOf(commits: readonly ComparedCommit[]): ComparedCommit[] {
  return commits.filter(({ parents }) => parents.length < 2);
}

/** What was read of a change whose commits GitHub does not know: nothing can be told, so nothing is held against it. */
export function unreadable(readFrom: string): ReadChange {
  return {
    ...{ readFrom, agentsVersion: AGENTS_VERSION, own: [], merges: [], isEffective: true, lines: undefined },
    ...{ services: [], patchId: undefined, reverts: [], pickedFrom: [] },
  };
}
