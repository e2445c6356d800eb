import { DEFAULT_ATTRIBUTION } from "../domain/attribution/attribution-rules.ts";
import type { SideCommit } from "../domain/shipping/side-commits.ts";
import { type FileChange, patchIdOf } from "../github/changed-files.ts";
import { fetchCommitContent } from "../github/commits.ts";
import { fetchComparison } from "../github/comparison.ts";
import { type GitHubClient, undefinedWhenUnanswered } from "../github/octokit.ts";
import { type EventTimeOrNone, NO_EVENT } from "../github/when.ts";
import type { Repository } from "../storage/repositories.ts";
import type { UnreadSides } from "../storage/side-commits.ts";
import type { Stores } from "../storage/stores.ts";
import { afterFailure, afterRecord, isAboutRequest } from "./unread.ts";

/** Nobody squashes more picks into one commit, and each costs a request. */
const MOST_NAMES = 20;

/** The repository, and the present time. */
interface ReadingSides {
  readonly repository: Repository;
  readonly now: Date;
}

type SideStores = Pick<Stores, "sides" | "unread">;

/**
 * Reads the deployed commits that belong to no change, as when a fix is picked to a release branch and pushed there.
 *
 * It sends one request for each, and one for each commit that it names as its origin. Returns the commits that were
 * read. Facts that GitHub does not provide are requested again like others (`unread.ts`). Commits that the default
 * branch has too were there before measurement began, and are left out.
 */
export async function readSideCommits(
  octokit: GitHubClient,
  stores: SideStores,
  of: ReadingSides,
): Promise<string[]> {
  const { id } = of.repository;
  const read: string[] = [];
  for (const unread of await stores.sides.listUnread(id)) {
    const due = await dueOf(stores, unread, of);
    if (due.length === 0) continue;
    const { aside, onMain } = await sort(octokit, of.repository, { ...unread, shas: due });
    await stores.sides.saveGuess(id, onMain);
    for (const sha of aside) {
      await keepOne(octokit, stores, { ...of, sha, at: unread.at });
      read.push(sha);
    }
  }
  return read;
}

/** The commits that do not wait for a later request. */
async function dueOf(
  { unread }: SideStores,
  { shas }: UnreadSides,
  { repository, now }: ReadingSides,
): Promise<string[]> {
  const due: string[] = [];
  for (const sha of shas) {
    const noted = await unread.find({ repositoryId: repository.id, kind: "side", name: sha });
    if (noted === undefined || (noted.dueAt !== undefined && noted.dueAt <= now)) due.push(sha);
  }
  return due;
}

/** The number of repeated requests within minutes. */
const MOST_SOON = 3;

/**
 * Reads a commit with the time of its deployment, and stores what it repeats. A refusal must not delay the repository.
 */
async function keepOne(
  octokit: GitHubClient,
  { sides, unread }: SideStores,
  { repository, now, sha, at }: ReadingSides & { readonly sha: string; readonly at: Date },
): Promise<void> {
  const key = { repositoryId: repository.id, kind: "side", name: sha } as const;
  const before = await unread.find(key);
  const when = { at, heardAt: before?.since ?? now, now };
  try {
    await sides.saveRead(repository.id, [await readOne(octokit, repository, { sha, when })]);
    await unread.remove(key);
  } catch (error) {
    if (!isAboutRequest(error)) throw error;
    const asked = { key, source: sha, before, now };
    const isSoon = (before?.tries ?? 0) < MOST_SOON;
    const noted = isSoon ? afterFailure(asked, error) : afterRecord(asked, "everything");
    if (!noted.isOver) return unread.save(noted);
    await sides.saveRead(repository.id, [unrelated(sha)]);
    await unread.remove(key);
  }
}

/** Separates the commits that the default branch lacks. Where GitHub does not compare the two, that is all of them. */
async function sort(octokit: GitHubClient, repository: Repository, { main, head, shas }: UnreadSides) {
  const compared = await fetchComparison(octokit, repository, {
    base: main,
    head,
    rules: DEFAULT_ATTRIBUTION,
    when: NO_EVENT,
  }).catch(undefinedWhenUnanswered);
  const isAside = new Set(compared?.commits.map(({ sha }) => sha) ?? shas);
  return {
    aside: shas.filter((sha) => isAside.has(sha)),
    onMain: shas.filter((sha) => !isAside.has(sha)),
  };
}

function unrelated(sha: string): SideCommit {
  return { sha, pickedFrom: [], patchId: undefined };
}

/** The changes that a commit repeats. */
async function readOne(
  octokit: GitHubClient,
  repository: Repository,
  of: { readonly sha: string; readonly when: EventTimeOrNone },
): Promise<SideCommit> {
  const content = await fetchCommitContent(octokit, repository, of);
  if (content === undefined) return unrelated(of.sha);
  const { files, pickedFrom } = content;
  const names = pickedFrom.filter((name) => !name.includes("#")).slice(0, MOST_NAMES);
  return {
    sha: of.sha,
    patchId: patchIdOf(files),
    pickedFrom: await namesThatAgree(octokit, repository, names, { files, when: of.when }),
  };
}

/** The named commits that share a file with this one. A name alone carries nothing. */
async function namesThatAgree(
  octokit: GitHubClient,
  repository: Repository,
  names: readonly string[],
  { files, when }: { readonly files: readonly FileChange[]; readonly when: EventTimeOrNone },
): Promise<string[]> {
  const own = new Set(files.map(({ path }) => path));
  const agreeing: string[] = [];
  for (const name of names) {
    const theirs = await fetchCommitContent(octokit, repository, { sha: name, when });
    if (theirs?.files.some(({ path }) => own.has(path))) agreeing.push(theirs.sha);
  }
  return agreeing;
}
