import { AGENTS_VERSION } from "../domain/attribution/agents.ts";
import type { ReadChange } from "../domain/records/change.ts";
import type { MissingPart } from "../domain/records/unread.ts";
import { scopesInForce } from "../domain/scopes/membership.ts";
import type { SettledClaims } from "../domain/shipping/claims.ts";
import { claimsOfPush, type LandingClaim } from "../domain/shipping/landed-pulls.ts";
import { contentIdOf, MOST_FILES, patchIdOf } from "../github/changed-files.ts";
import type { ComparedCommit } from "../github/compared-commit.ts";
import type { GitHubClient, RepositoryAddress } from "../github/octokit.ts";
import { ownNames } from "../github/own-names.ts";
import type { EventTimeOrNone } from "../github/when.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { withoutLeftOut } from "./brought.ts";
import { claimingOf, ownOf, touchedBy } from "./change-claims.ts";
import type { ChangeContent } from "./change-content.ts";
import { verifyClaims } from "./claims.ts";
import { readComparison } from "./compare.ts";
import { readFiles } from "./read-files.ts";
import type { Settings } from "./settings.ts";
import { attributionAt, ownersInForce, rulesInForce, type Source, sourceOf } from "./source.ts";

/** The facts of a change, and the part that GitHub did not provide. */
interface ReadResult {
  readonly read: ReadChange;
  readonly missing: MissingPart | undefined;
}

/** The number of GitHub's refusals to compare a change, and whether it is requested once more in any case. */
interface Patience {
  readonly refusals: number;
  readonly isAgain: boolean;
}

/**
 * Reads the own commits and files of a change, attributes and stores the commits, and returns the facts from the files.
 *
 * It needs one comparison. It needs more requests only while none of its first 300 files counts, and one for each
 * change that it claims to revert or repeat. `undefined` when GitHub no longer knows the commits, or cannot provide
 * them.
 */
export async function readChange(
  octokit: GitHubClient,
  stores: Pick<Stores, "commits">,
  { refusals, isAgain, ...of }: Reading & Patience,
): Promise<ReadResult | undefined> {
  const { source, settings, when } = of;
  const rules = attributionAt(settings, source.mergedAt);
  const compared = await readComparison(octokit, of.repository, {
    base: source.baseSha,
    head: source.headSha,
    number: source.number,
    rules,
    when,
    refusals,
    isAgain,
  });
  if (compared === undefined) return undefined;
  const { commits, files, trees } = compared;
  if (files === undefined)
    return readChangeFrom(octokit, stores, { ...of, content: { ...UNLISTED, commits, trees } });
  const isCut = files.length >= MOST_FILES;
  return readChangeFrom(octokit, stores, {
    ...of,
    content: { commits, files, trees, isCut, patchId: patchIdOf(files) },
  });
}

/** The change to read, and the settings for it. */
export interface Reading {
  readonly repository: Repository;
  readonly source: Source;
  readonly settings: Settings;
  /** The time of the event that causes the reading. */
  readonly when: EventTimeOrNone;
}

/** The content of a change whose files GitHub cannot list. */
const UNLISTED = { files: undefined, isCut: true, patchId: undefined };

/**
 * Stores the commits of a change, and returns the facts from them and from its files.
 *
 * Its claims are verified with one request for each name, unless `leavesClaims` is set.
 */
export async function readChangeFrom(
  octokit: GitHubClient,
  { commits }: Pick<Stores, "commits">,
  of: Reading & { readonly content: ChangeContent; readonly leavesClaims?: boolean },
): Promise<ReadResult> {
  const { repository, source, settings, content: all, when, leavesClaims = false } = of;
  await commits.save(repository.id, all.commits);
  const { content, areTreesKnown } = await withoutLeftOut(octokit, repository, {
    source,
    content: all,
    when,
  });
  const inForce = rulesInForce(settings.rules, source.mergedAt);
  const { files } = content;
  const number = files === undefined ? undefined : source.number;
  const { isListed, ...said } = await readFiles(octokit, {
    repository,
    number,
    inForce,
    scopes: scopesInForce(settings.scopes ?? [], source.mergedAt)?.scopes ?? [],
    codeowners: ownersInForce(settings, source.mergedAt)?.lines ?? [],
    when,
    files: files ?? [],
    isCut: content.isCut,
  });
  const claiming = claimingOf(content.commits, source, repository);
  const touched = touchedBy(content, settings, source);
  const { settled, isAll } =
    leavesClaims || files === undefined
      ? { settled: NO_CLAIMS, isAll: true }
      : await verifyClaims(octokit, repository, { claiming, touched, when });
  return {
    read: {
      ...commitsRead(content.commits),
      readFrom: sourceOf(source, settings),
      ...said,
      patchId: content.patchId,
      contentId: files === undefined || content.isCut ? undefined : contentIdOf(files),
      landing: source.number === undefined ? landingOf(content.commits, repository) : [],
      ...settled,
    },
    missing:
      files === undefined || !isListed ? "files" : !areTreesKnown ? "content" : isAll ? undefined : "claims",
  };
}

/** The landing claims of a push's commits about this repository. */
function landingOf(commits: readonly ComparedCommit[], repository: RepositoryAddress): LandingClaim[] {
  const numbersOf = (names: readonly string[]) =>
    ownNames(names, repository).map((name) => Number(name.slice(1)));
  return claimsOfPush(commits.map(({ names, ...commit }) => ({ ...commit, numbers: numbersOf(names) })));
}

function commitsRead(commits: readonly ComparedCommit[]) {
  return {
    agentsVersion: AGENTS_VERSION,
    own: ownOf(commits).map(({ sha }) => sha),
    merges: commits.filter(({ parents }) => parents.length > 1).map(({ sha }) => sha),
  };
}

const NO_CLAIMS: SettledClaims = { reverts: [], pickedFrom: [], restating: [], partial: [] };

/** The facts of a change whose commits GitHub does not know. Nothing is known, so it counts as effective. */
export function unreadableChange(readFrom: string): ReadChange {
  return {
    readFrom,
    agentsVersion: AGENTS_VERSION,
    own: [],
    merges: [],
    isEffective: true,
    lines: undefined,
    services: [],
    patchId: undefined,
    contentId: undefined,
    landing: [],
    ...NO_CLAIMS,
  };
}
