import { statementsOf } from "../domain/shipping/statements.ts";
import { type ChangedFile, toChangedFile } from "./changed-files.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { type Trees, treesOf } from "./trees.ts";
import { type EventTimeOrNone, undefinedWhenUnknown } from "./when.ts";

/** The commit to fetch: by its full or short id, or by a ref. */
interface CommitRequest {
  readonly ref: string;
  readonly when: EventTimeOrNone;
  /** 1 where its files are not needed; without it GitHub lists at most 300 of them. */
  readonly per_page?: 1;
}

/** Fetches a commit; `undefined` when GitHub knows none, or more than one. */
export async function fetchCommit(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { when, ...commit }: CommitRequest,
) {
  const request = octokit.rest.repos.getCommit({ owner, repo: name, ...commit });
  return (await request.catch(undefinedWhenUnknown(when)))?.data;
}

/** The content of a commit, and the commits that it names as its sources; its message is not kept. */
interface CommitContent {
  /** The full id. */
  readonly sha: string;
  /** The changed files against its first parent. */
  readonly files: readonly ChangedFile[];
  readonly pickedFrom: readonly string[];
}

/** Fetches the content of a commit; `undefined` when GitHub does not know it. */
export async function fetchCommitContent(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { sha, when }: { readonly sha: string; readonly when: EventTimeOrNone },
): Promise<CommitContent | undefined> {
  const found = await fetchCommit(octokit, repository, { ref: sha, when });
  if (found === undefined) return undefined;
  const { repeats: pickedFrom } = statementsOf(found.commit.message);
  return { sha: found.sha, files: (found.files ?? []).map(toChangedFile), pickedFrom };
}

/** Fetches the commit that a tag names; `undefined` when there is no such tag. */
export async function fetchTagCommit(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { tag, when }: { readonly tag: string; readonly when: EventTimeOrNone },
): Promise<string | undefined> {
  return (await fetchCommit(octokit, repository, { ref: `refs/tags/${tag}`, when, per_page: 1 }))?.sha;
}

/** Fetches the content ids of some commits, with one request each, without those that GitHub does not know. */
export async function fetchTrees(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { shas, when }: { readonly shas: readonly string[]; readonly when: EventTimeOrNone },
): Promise<Trees> {
  const trees = new Map<string, string>();
  for (const ref of shas) {
    const found = await fetchCommit(octokit, repository, { ref, when, per_page: 1 });
    for (const [sha, tree] of treesOf(found)) trees.set(sha, tree);
  }
  return trees;
}
