import type { Comparison, ComparisonRequest } from "./compared.ts";
import { type ComparedCommit, toCommit } from "./compared-commit.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { undefinedWhenUnknown } from "./when.ts";

const PER_PAGE = 100;
const MOST_LISTED_PAGES = 500;
/** The most commits of a pull request that GitHub lists. */
const MOST_OF_PULL = 250;

/** The commits of a comparison, without their changes. */
export type ListedCommits = Pick<Comparison, "commits" | "isComplete">;

/**
 * Lists the commits behind `head` until every parent is listed or is the base.
 *
 * It continues where a comparison ended. It can also list commits that the base has; they are facts all the same.
 */
export async function listCommits(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  of: ComparisonRequest & { readonly known: readonly ComparedCommit[] },
): Promise<ListedCommits> {
  const walk = createWalk(of.base, of.known);
  for (let page = 1; page <= MOST_LISTED_PAGES && walk.isOpen(); page++) {
    const listed = await listPage(octokit, repository, { ...of, sha: of.head, page });
    if (listed === undefined || listed.length === 0) break;
    walk.add(listed);
  }
  return { commits: walk.found(), isComplete: !walk.isOpen() };
}

/**
 * Lists the commits between two others from both of them, where GitHub cannot compare them.
 *
 * `undefined` as for a comparison: when GitHub does not know one of them, or they share no history.
 */
export async function listCommitsBetween(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  of: ComparisonRequest,
): Promise<ListedCommits | undefined> {
  const walk = createWalk(of.base, []);
  walk.open(of.head);
  let isMet = false;
  for (let page = 1; page <= MOST_LISTED_PAGES && walk.isOpen(); page++) {
    const behind = await listPage(octokit, repository, { ...of, sha: of.base, page });
    const ahead = await listPage(octokit, repository, { ...of, sha: of.head, page });
    if (behind === undefined || ahead === undefined) return undefined;
    if (behind.length + ahead.length === 0) break;
    isMet = walk.close(behind.map(({ sha }) => sha)) || isMet;
    isMet = walk.add(ahead) || isMet;
  }
  // A comparison lists the oldest first.
  return isMet ? { commits: walk.found().reverse(), isComplete: !walk.isOpen() } : undefined;
}

/** Lists the own commits of a pull request; `undefined` when there may be more, or they do not lead to `head`. */
export async function listPullCommits(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { number, head, rules, when }: Omit<ComparisonRequest, "base"> & { readonly number: number },
): Promise<ListedCommits | undefined> {
  const listed = await octokit
    .paginate(octokit.rest.pulls.listCommits, { owner, repo: name, pull_number: number, per_page: PER_PAGE })
    .catch(undefinedWhenUnknown(when));
  if (listed === undefined || listed.length >= MOST_OF_PULL || listed.at(-1)?.sha !== head) return undefined;
  return { commits: listed.map((commit) => toCommit(commit, rules)), isComplete: true };
}

async function listPage(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { sha, page, rules, when }: Pick<ComparisonRequest, "rules" | "when"> & { sha: string; page: number },
): Promise<ComparedCommit[] | undefined> {
  const asked = octokit.rest.repos.listCommits({ owner, repo: name, sha, per_page: PER_PAGE, page });
  const listed = await asked.catch(undefinedWhenUnknown(when));
  return listed?.data.map((commit) => toCommit(commit, rules));
}

/** Walks back from a commit to the start of another commit's history. */
function createWalk(base: string, known: readonly ComparedCommit[]) {
  const closed = new Set([base, ...known.map(({ sha }) => sha)]);
  const commits: ComparedCommit[] = [];
  const open = new Set(known.flatMap(({ parents }) => parents).filter((parent) => !closed.has(parent)));
  const behind = new Set([base]);
  return {
    /** The listed commits, without those that proved to be behind the base. */
    found: () => commits.filter(({ sha }) => !behind.has(sha)),
    isOpen: () => open.size > 0,
    open: (sha: string) => void (closed.has(sha) || open.add(sha)),
    /** Adds commits, and returns whether they led to the history of the base. */
    add(listed: readonly ComparedCommit[]): boolean {
      let isMet = false;
      for (const commit of listed) {
        open.delete(commit.sha);
        if (closed.has(commit.sha)) continue;
        closed.add(commit.sha);
        commits.push(commit);
        for (const parent of commit.parents) {
          if (!closed.has(parent)) open.add(parent);
          if (behind.has(parent)) isMet = true;
        }
      }
      return isMet;
    },
    /** Ends the walk at commits of the base's history, and returns whether it had led there. */
    close(shas: readonly string[]): boolean {
      let isMet = false;
      for (const sha of shas) {
        isMet = open.delete(sha) || isMet;
        behind.add(sha);
        closed.add(sha);
      }
      return isMet;
    },
  };
}
