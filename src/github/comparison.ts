import type { Agent } from "../domain/attribution/agent.ts";
import { AGENTS_VERSION } from "../domain/attribution/agents.ts";
import { attributeCommit } from "../domain/attribution/attribution.ts";
import type { AttributedCommit } from "../domain/attribution/change-attribution.ts";
import type { Range } from "../domain/shipping/ranges.ts";
import { revertedShas } from "../domain/shipping/reverts.ts";
import { type GitHubClient, type RepositoryAddress, statusOf } from "./octokit.ts";

/** A commit of a comparison, attributed; its message is not kept. */
export interface ComparedCommit extends AttributedCommit {
  readonly parents: readonly string[];
  readonly reverts: readonly string[];
  readonly agentsVersion: string;
}

/** What lies between two commits. */
export interface Comparison {
  readonly commits: readonly ComparedCommit[];
  /** The paths of changed files, of which GitHub lists at most 300. */
  readonly files: readonly string[];
}

/** How many files GitHub lists in a comparison at most. */
export const MOST_FILES = 300;
const PER_PAGE = 100;
const NO_AGENTS: readonly Agent[] = [];

/**
 * Reads the commits reachable from `head` and not from `base`, page by page, and attributes them.
 *
 * `undefined` when GitHub knows one of them not, or they share no history.
 */
export async function fetchComparison(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { base, head, agents = NO_AGENTS }: Range & { readonly agents?: readonly Agent[] },
): Promise<Comparison | undefined> {
  const commits: ComparedCommit[] = [];
  let files: string[] = [];
  for (let page = 1; ; page++) {
    const compared = await octokit.rest.repos
      .compareCommitsWithBasehead({
        owner,
        repo: name,
        basehead: `${base}...${head}`,
        per_page: PER_PAGE,
        page,
      })
      .catch(undefinedWhenUnknown);
    if (compared === undefined) return undefined;
    const { data } = compared;
    commits.push(...data.commits.map((commit) => toCommit(commit, agents)));
    if (page === 1) files = (data.files ?? []).map(({ filename }) => filename);
    if (data.commits.length < PER_PAGE || commits.length >= data.total_commits) return { commits, files };
  }
}

/** The files that a commit changes against its first parent; `undefined` when GitHub does not know the commit. */
export async function fetchCommitFiles(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  sha: string,
): Promise<string[] | undefined> {
  const found = await octokit.rest.repos
    .getCommit({ owner, repo: name, ref: sha })
    .catch(undefinedWhenUnknown);
  return found?.data.files?.map(({ filename }) => filename);
}

/** Lists all files that a pull request changes, of which GitHub knows at most 3,000; `undefined` when there is none. */
export async function fetchPullRequestFiles(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  number: number,
): Promise<string[] | undefined> {
  const files = await octokit
    .paginate(octokit.rest.pulls.listFiles, { owner, repo: name, pull_number: number, per_page: PER_PAGE })
    .catch(undefinedWhenUnknown);
  return files?.map(({ filename }) => filename);
}

type GitHubCommit = Awaited<
  ReturnType<GitHubClient["rest"]["repos"]["compareCommitsWithBasehead"]>
>["data"]["commits"][number];

function toCommit({ sha, parents, commit }: GitHubCommit, agents: readonly Agent[]): ComparedCommit {
  const text = {
    message: commit.message,
    author: { name: commit.author?.name ?? "", email: commit.author?.email ?? "" },
    committer: { name: commit.committer?.name ?? "", email: commit.committer?.email ?? "" },
  };
  const { evidence, hints, ...attributed } = attributeCommit(text, agents);
  return {
    sha,
    parents: parents.map((parent) => parent.sha),
    ...attributed,
    // What quotes the commit goes no further.
    evidence: evidence.map(({ text: _, ...kept }) => kept),
    hints: hints.map(({ text: _, ...kept }) => kept),
    reverts: revertedShas(commit.message),
    agentsVersion: AGENTS_VERSION,
  };
}

function undefinedWhenUnknown(error: unknown): undefined {
  // 422 is GitHub's answer to an id that no commit has.
  if (statusOf(error) === 404 || statusOf(error) === 422) return undefined;
  throw error;
}
