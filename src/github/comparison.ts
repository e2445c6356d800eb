import type { Agent } from "../domain/attribution/agent.ts";
import type { Range } from "../domain/shipping/ranges.ts";
import { type ChangedFile, toChangedFile } from "./changed-files.ts";
import { type ComparedCommit, toComparedCommit } from "./compared-commit.ts";
import { mapInTurns } from "./in-turns.ts";
import { type GitHubClient, type RepositoryAddress, undefinedWhenUnknown } from "./octokit.ts";
import { type RequestBudget, toBudget } from "./request-budget.ts";

/** What lies between two commits. */
export interface Comparison {
  readonly commits: readonly ComparedCommit[];
  /** The changed files, of which GitHub lists at most 300. */
  readonly files: readonly ChangedFile[];
  /** Whether all its commits were read. */
  readonly isComplete: boolean;
}

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
  let files: ChangedFile[] = [];
  for (let page = 1; ; page++) {
    const compared = await fetchComparisonPage(octokit, { owner, name }, { base, head, agents, page });
    if (compared === undefined) return undefined;
    commits.push(...compared.commits);
    if (page === 1) files = compared.files;
    if (commits.length >= compared.total) return { commits, files, isComplete: true };
    if (compared.commits.length > 0) continue;
    // A comparison ends at some number of commits; the list of commits goes on from the head.
    const listed = await listCommits(octokit, { owner, name }, { head, agents, base, known: commits });
    return { commits: [...commits, ...listed.commits], files, isComplete: listed.isComplete };
  }
}

/** A page of what lies between two commits. */
export interface ComparisonPage {
  readonly commits: readonly ComparedCommit[];
  /** How many there are on all pages. */
  readonly total: number;
  /** On the first page, the changed files, of which GitHub lists at most 300. */
  readonly files: ChangedFile[];
  readonly budget: RequestBudget | undefined;
}

/** Reads one page, from 1 on, of up to 100 commits; `undefined` as for the whole comparison. */
export async function fetchComparisonPage(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  of: Range & { readonly agents: readonly Agent[]; readonly page: number },
): Promise<ComparisonPage | undefined> {
  const { base, head, agents, page } = of;
  const basehead = `${base}...${head}`;
  const compared = await octokit.rest.repos
    .compareCommitsWithBasehead({ owner, repo: name, basehead, per_page: PER_PAGE, page })
    .catch(undefinedWhenUnknown);
  if (compared === undefined) return undefined;
  const { data, headers } = compared;
  return {
    commits: await mapInTurns(data.commits, (commit) => toCommit(commit, agents)),
    total: data.total_commits,
    files: page === 1 ? (data.files ?? []).map(toChangedFile) : [],
    budget: toBudget(headers),
  };
}

const MOST_LISTED_PAGES = 500;

/**
 * Lists the commits behind `head` until no parent is left that is neither listed nor the base.
 *
 * It can list commits that the base has too; they are facts all the same.
 */
async function listCommits(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  of: Range & { readonly agents: readonly Agent[]; readonly known: readonly ComparedCommit[] },
): Promise<Pick<Comparison, "commits" | "isComplete">> {
  const listed = new Set([of.base, ...of.known.map(({ sha }) => sha)]);
  const open = new Set(of.known.flatMap(({ parents }) => parents).filter((parent) => !listed.has(parent)));
  const commits: ComparedCommit[] = [];
  for (let page = 1; page <= MOST_LISTED_PAGES && open.size > 0; page++) {
    const { data } = await octokit.rest.repos.listCommits({
      owner,
      repo: name,
      sha: of.head,
      per_page: PER_PAGE,
      page,
    });
    if (data.length === 0) break;
    for (const commit of data.map((each) => toCommit(each, of.agents))) {
      open.delete(commit.sha);
      if (listed.has(commit.sha)) continue;
      listed.add(commit.sha);
      commits.push(commit);
      for (const parent of commit.parents) if (!listed.has(parent)) open.add(parent);
    }
  }
  return { commits, isComplete: open.size === 0 };
}

type GitHubCommit = Awaited<
  ReturnType<GitHubClient["rest"]["repos"]["compareCommitsWithBasehead"]>
>["data"]["commits"][number];

function toCommit({ sha, parents, commit }: GitHubCommit, agents: readonly Agent[]): ComparedCommit {
  const { message, tree, author, committer } = commit;
  const found = { sha, message, tree: tree.sha, parents: parents.map((parent) => parent.sha) };
  return toComparedCommit({ ...found, author, committer }, agents);
}
