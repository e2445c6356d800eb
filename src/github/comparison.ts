import { type ChangedFile, toChangedFile } from "./changed-files.ts";
import type { Comparison, ComparisonRequest } from "./compared.ts";
import { type ComparedCommit, toCommit } from "./compared-commit.ts";
import { mapInTurns } from "./in-turns.ts";
import { listCommits } from "./listed-commits.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { type RequestBudget, toBudget } from "./request-budget.ts";
import { type Trees, treesOf } from "./trees.ts";
import { undefinedWhenUnknown } from "./when.ts";

const PER_PAGE = 100;

/**
 * Fetches the commits reachable from `head` and not from `base`, page by page, and attributes them.
 *
 * `undefined` when GitHub does not know one of the two, or they share no history.
 */
export async function fetchComparison(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { base, head, rules, when }: ComparisonRequest,
): Promise<Comparison | undefined> {
  const commits: ComparedCommit[] = [];
  let files: ChangedFile[] = [];
  let trees: Trees = new Map();
  for (let page = 1; ; page++) {
    const compared = await fetchComparisonPage(octokit, { owner, name }, { base, head, rules, when, page });
    if (compared === undefined) return undefined;
    commits.push(...compared.commits);
    if (page === 1) ({ files, trees } = compared);
    if (commits.length >= compared.total) return { commits, files, trees, isComplete: true };
    if (compared.commits.length > 0) continue;
    // A comparison ends at some number of commits; the list of commits continues from the head.
    const listed = await listCommits(octokit, { owner, name }, { head, rules, base, when, known: commits });
    return { commits: [...commits, ...listed.commits], files, trees, isComplete: listed.isComplete };
  }
}

/** A page of a comparison. */
interface ComparisonPage {
  readonly commits: readonly ComparedCommit[];
  /** The number of commits on all pages. */
  readonly total: number;
  /** On the first page, the changed files, of which GitHub lists at most 300. */
  readonly files: ChangedFile[];
  readonly trees: Trees;
  readonly budget: RequestBudget | undefined;
}

/** Fetches one page of up to 100 commits, from 1 on; `undefined` as for the whole comparison. */
export async function fetchComparisonPage(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  of: ComparisonRequest & { readonly page: number },
): Promise<ComparisonPage | undefined> {
  const { base, head, rules, when, page } = of;
  const basehead = `${base}...${head}`;
  const compared = await octokit.rest.repos
    .compareCommitsWithBasehead({ owner, repo: name, basehead, per_page: PER_PAGE, page })
    .catch(undefinedWhenUnknown(when));
  if (compared === undefined) return undefined;
  const { data, headers } = compared;
  return {
    commits: await mapInTurns(data.commits, (commit) => toCommit(commit, rules)),
    total: data.total_commits,
    files: page === 1 ? (data.files ?? []).map(toChangedFile) : [],
    trees: treesOf(data.merge_base_commit),
    budget: toBudget(headers),
  };
}
