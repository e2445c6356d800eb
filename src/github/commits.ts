import { statementsOf } from "../domain/shipping/statements.ts";
import { type ChangedFile, toChangedFile } from "./changed-files.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { type Trees, treesOf } from "./trees.ts";
import { undefinedWhenUnknown, type When } from "./when.ts";

/** Which commit is read: by its id, the beginning of that, or a ref. */
interface CommitRequest {
  readonly ref: string;
  readonly when: When;
  /** 1 where its files are not needed; without it GitHub lists 300 of them at most. */
  readonly per_page?: 1;
}

/** Reads a commit; `undefined` when GitHub knows none, or more than one that begins so. */
export async function fetchCommit(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { when, ...of }: CommitRequest,
) {
  const asked = octokit.rest.repos.getCommit({ owner, repo: name, ...of });
  return (await asked.catch(undefinedWhenUnknown(when)))?.data;
}

/** What a commit does, and what it says it was picked from; its message is not kept. */
interface CommitContent {
  /** The whole id. */
  readonly sha: string;
  /** What it changes against its first parent. */
  readonly files: readonly ChangedFile[];
  readonly pickedFrom: readonly string[];
}

/** Reads what a commit does. */
export async function fetchCommitContent(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { sha, when }: { readonly sha: string; readonly when: When },
): Promise<CommitContent | undefined> {
  const found = await fetchCommit(octokit, repository, { ref: sha, when });
  if (found === undefined) return undefined;
  const { repeats: pickedFrom } = statementsOf(found.commit.message);
  return { sha: found.sha, files: (found.files ?? []).map(toChangedFile), pickedFrom };
}

/** The commit that a tag names; `undefined` when there is no such tag. */
export async function fetchTagCommit(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { tag, when }: { readonly tag: string; readonly when: When },
): Promise<string | undefined> {
  return (await fetchCommit(octokit, repository, { ref: `refs/tags/${tag}`, when, per_page: 1 }))?.sha;
}

/** Asks for the content of some commits, each by a request; those that GitHub does not know are left out. */
export async function fetchTrees(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { shas, when }: { readonly shas: readonly string[]; readonly when: When },
): Promise<Trees> {
  const trees = new Map<string, string>();
  for (const ref of shas) {
    const found = await fetchCommit(octokit, repository, { ref, when, per_page: 1 });
    for (const [sha, tree] of treesOf(found)) trees.set(sha, tree);
  }
  return trees;
}
