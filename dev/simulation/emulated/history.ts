import type { Octokit } from "@octokit/rest";
import { squashMessage } from "./merge-message.ts";
import type { Repository } from "./payloads.ts";

/** A commit to make: the new content of each path, null to delete it. Without an author it is the pusher's. */
export interface Commit {
  readonly message: string;
  readonly files: Readonly<Record<string, string | null>>;
  readonly author?: { readonly name: string; readonly email: string };
}

/** A pull request to open from a new branch. */
export interface PullRequest {
  readonly branch: string;
  readonly title: string;
  readonly body?: string;
  readonly commits: readonly Commit[];
}

/** A pull request that was opened. */
export interface OpenedPull {
  readonly number: number;
  readonly head: string;
}

/**
 * Opens a pull request with its own commits on the tip of main.
 *
 * Open, merge, then open the next: the emulator merges onto the base that was there at opening, so of two that
 * were open together the first merged would be missing from main.
 */
export async function openPull(
  octokit: Octokit,
  repository: Repository,
  { branch, commits, title, body = "" }: PullRequest,
): Promise<OpenedPull> {
  const head = await commitAll(octokit, repository, {
    commits,
    tip: await tipOf(octokit, repository, "main"),
  });
  await octokit.rest.git.createRef({ ...repository, ref: `refs/heads/${branch}`, sha: head });
  const { data } = await octokit.rest.pulls.create({
    ...repository,
    title,
    body,
    base: "main",
    head: branch,
  });
  return { number: data.number, head };
}

/** Adds commits to an existing branch; its new tip. The emulator tells nobody: see `pullRequestSynchronize`. */
export async function pushCommits(
  octokit: Octokit,
  repository: Repository,
  { branch, commits }: { readonly branch: string; readonly commits: readonly Commit[] },
): Promise<string> {
  const sha = await commitAll(octokit, repository, {
    commits,
    tip: await tipOf(octokit, repository, branch),
  });
  await octokit.rest.git.updateRef({ ...repository, ref: `heads/${branch}`, sha });
  return sha;
}

/** Merges with the message that GitHub would write and the emulator does not; the new tip of main. */
export async function mergePull(
  octokit: Octokit,
  repository: Repository,
  { number, method }: { readonly number: number; readonly method: "merge" | "squash" },
): Promise<string> {
  const { data: pull } = await octokit.rest.pulls.get({ ...repository, pull_number: number });
  const basehead = `${pull.base.sha}...${pull.head.sha}`;
  const { data: range } = await octokit.rest.repos.compareCommitsWithBasehead({ ...repository, basehead });
  const messages = range.commits.map(({ commit }) => commit.message);
  const [commit_title, commit_message] =
    method === "squash"
      ? squashMessage(pull, messages)
      : [`Merge pull request #${number} from ${repository.owner}/${pull.head.ref}`, pull.title];
  const { data: merged } = await octokit.rest.pulls.merge({
    ...repository,
    pull_number: number,
    merge_method: method,
    commit_title,
    commit_message,
  });
  return merged.sha;
}

async function tipOf(octokit: Octokit, repository: Repository, branch: string): Promise<string> {
  const { data } = await octokit.rest.git.getRef({ ...repository, ref: `heads/${branch}` });
  return data.object.sha;
}

async function commitAll(
  octokit: Octokit,
  repository: Repository,
  { commits, tip }: { readonly commits: readonly Commit[]; readonly tip: string },
): Promise<string> {
  let parent = tip;
  for (const commit of commits) {
    const base = await octokit.rest.git.getCommit({ ...repository, commit_sha: parent });
    const tree = await octokit.rest.git.createTree({
      ...repository,
      base_tree: base.data.tree.sha,
      tree: Object.entries(commit.files).map(treeEntry),
    });
    const { message, author } = commit;
    const identity = author ? { author } : {};
    const created = await octokit.rest.git.createCommit({
      ...repository,
      message,
      tree: tree.data.sha,
      parents: [parent],
      ...identity,
    });
    parent = created.data.sha;
  }
  return parent;
}

function treeEntry([path, content]: [string, string | null]) {
  const entry = { path, mode: "100644", type: "blob" } as const;
  return content === null ? { ...entry, sha: null } : { ...entry, content };
}
