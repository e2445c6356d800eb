import type { Agent } from "../domain/attribution/agent.ts";
import { AGENTS_VERSION } from "../domain/attribution/agents.ts";
import { attributeCommit } from "../domain/attribution/attribution.ts";
import type { AttributedCommit } from "../domain/attribution/change-attribution.ts";
import type { Range } from "../domain/shipping/ranges.ts";
import { pickedShas, revertedShas } from "../domain/shipping/reverts.ts";
import { type ChangedFile, toChangedFile } from "./changed-files.ts";
import { type GitHubClient, type RepositoryAddress, undefinedWhenUnknown } from "./octokit.ts";

/** A commit of a comparison, attributed; its message is not kept. */
export interface ComparedCommit extends AttributedCommit {
  readonly parents: readonly string[];
  readonly tree: string;
  readonly reverts: readonly string[];
  readonly pickedFrom: readonly string[];
  readonly agentsVersion: string;
}

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
    if (page === 1) files = (data.files ?? []).map(toChangedFile);
    if (commits.length >= data.total_commits) return { commits, files, isComplete: true };
    if (data.commits.length > 0) continue;
    // A comparison ends at some number of commits; the list of commits goes on from the head.
    const listed = await listCommits(octokit, { owner, name }, { head, agents, base, known: commits });
    return { commits: [...commits, ...listed.commits], files, isComplete: listed.isComplete };
  }
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
  const text = {
    message: commit.message,
    author: { name: commit.author?.name ?? "", email: commit.author?.email ?? "" },
    committer: { name: commit.committer?.name ?? "", email: commit.committer?.email ?? "" },
  };
  const { evidence, hints, ...attributed } = attributeCommit(text, agents);
  return {
    sha,
    parents: parents.map((parent) => parent.sha),
    tree: commit.tree.sha,
    ...attributed,
    // What quotes the commit goes no further.
    evidence: evidence.map(({ text: _, ...kept }) => kept),
    hints: hints.map(({ text: _, ...kept }) => kept),
    reverts: revertedShas(commit.message),
    pickedFrom: pickedShas(commit.message),
    agentsVersion: AGENTS_VERSION,
  };
}
