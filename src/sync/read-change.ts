import type { Agent } from "../domain/attribution/agent.ts";
import { AGENTS_VERSION } from "../domain/attribution/agents.ts";
import { compileFileRules, type FileRules, isEffectiveFile } from "../domain/shipping/effective.ts";
import { rangeKey } from "../domain/shipping/ranges.ts";
import { rulesAt, servicesOf } from "../domain/shipping/rules.ts";
import { type FileChange, fetchPullRequestFiles, MOST_FILES, patchIdOf } from "../github/changed-files.ts";
import type { ComparedCommit } from "../github/compared-commit.ts";
import { fetchComparison } from "../github/comparison.ts";
import type { GitHubClient } from "../github/octokit.ts";
import type { ReadChange } from "../storage/changes.ts";
import type { Repository } from "../storage/repositories.ts";
import type { StoredRules } from "../storage/rules.ts";
import type { Stores } from "../storage/stores.ts";
import { MOST_CLAIMS, verifyReverts } from "./reverts.ts";
import type { Settings } from "./settings.ts";

/** What a change is read from. */
export interface Source {
  /** Absent for a push. */
  readonly number?: number;
  readonly baseSha: string;
  readonly headSha: string;
  readonly mergedAt: Date | undefined;
  readonly claimedReverts: readonly string[];
}

/** What a change is read from, as text: it must be read again when that differs from `readFrom`. */
export function sourceOf(
  { baseSha, headSha, mergedAt, claimedReverts }: Source,
  { rules }: Settings,
): string {
  const inForce = rulesInForce(rules, mergedAt);
  const since = inForce ? [`rules@${inForce.since.getTime()}`] : [];
  return [rangeKey({ base: baseSha, head: headSha }), ...since, ...claimedReverts].join(" ");
}

/** The rules of its merge; before, those of now. */
function rulesInForce(rules: readonly StoredRules[], mergedAt: Date | undefined): StoredRules | undefined {
  return mergedAt === undefined ? rules.at(-1) : rulesAt(rules, mergedAt);
}

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
export interface ChangeContent {
  readonly commits: readonly ComparedCommit[];
  readonly files: readonly FileChange[];
  /** Whether there may be more files. */
  readonly isCut: boolean;
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
  const files = await filesOf(octokit, repository, { content, source, settings });
  const own = ownOf(content.commits);
  const claims = claimsOf(content.commits, source);
  const isPicked = own.every(({ pickedFrom }) => pickedFrom.length > 0);
  return {
    readFrom: sourceOf(source, settings),
    agentsVersion: AGENTS_VERSION,
    own: own.map(({ sha }) => sha),
    merges: content.commits.filter(({ parents }) => parents.length > 1).map(({ sha }) => sha),
    ...files,
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

/** The agents that a repository declared when a change merged; before, those of now. */
export function agentsAt({ rules }: Settings, mergedAt: Date | undefined): readonly Agent[] {
  return rulesInForce(rules, mergedAt)?.agents ?? [];
}

/** What was read of a change whose commits GitHub does not know: nothing can be told, so nothing is held against it. */
export function unreadable(readFrom: string): ReadChange {
  return {
    ...{ readFrom, agentsVersion: AGENTS_VERSION, own: [], merges: [], isEffective: true, lines: undefined },
    ...{ services: [], patchId: undefined, reverts: [], pickedFrom: [] },
  };
}

type Files = Pick<ReadChange, "isEffective" | "lines" | "services" | "patchId">;

async function filesOf(
  octokit: GitHubClient,
  repository: Repository,
  of: { readonly content: ChangeContent; readonly source: Source; readonly settings: Settings },
): Promise<Files> {
  const inForce = rulesInForce(of.settings.rules, of.source.mergedAt);
  const rules = compileFileRules({ exclude: inForce?.exclude ?? [], gitattributes: inForce?.gitattributes });
  const { files, isCut, patchId } = of.content;
  const effective = files.filter(({ path }) => isEffectiveFile(path, rules));
  const isEffective =
    effective.length > 0 ||
    (isCut && (await hasEffectiveFile(octokit, repository, { number: of.source.number, rules })));
  return {
    isEffective,
    lines: isCut ? undefined : effective.reduce((sum, { lines }) => sum + lines, 0),
    services: servicesOf(pathsOf(files), inForce ?? { services: [] }),
    patchId,
  };
}

function pathsOf(files: readonly FileChange[]): string[] {
  return files.map(({ path }) => path);
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
