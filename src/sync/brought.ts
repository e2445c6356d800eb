import { broughtBy, parentsOutside } from "../domain/shipping/brought.ts";
import type { GitHubClient, RepositoryAddress } from "../github/octokit.ts";
import { fetchTrees } from "../github/trees.ts";
import type { When } from "../github/when.ts";
import type { ChangeContent } from "./read-change.ts";
import type { Source } from "./source.ts";

/** Nobody merges so often from a branch beside, and each costs a request. */
const MOST_TREES = 20;

const NO_CONTENT = { commits: [], files: [], isCut: false, patchId: undefined };

interface Bringing {
  readonly source: Source;
  readonly content: ChangeContent;
  readonly when: When;
}

/** The content of a change, without the commits that it lists and whose content it does not bring. */
export async function withoutLeftOut(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { source, content, when }: Bringing,
): Promise<ChangeContent> {
  if (await isOnlyRewritten(octokit, repository, { source, content, when }))
    return { ...content, ...NO_CONTENT };
  const { commits, trees } = content;
  const untold = parentsOutside(commits).filter((sha) => !trees.has(sha));
  const found = await fetchTrees(octokit, repository, { shas: untold.slice(0, MOST_TREES), when });
  return { ...content, commits: broughtBy(source.headSha, commits, new Map([...trees, ...found])) };
}

/**
 * Whether a push put the branch to a history of its own with the content that it had: what is in there was pushed before.
 *
 * Where the branch went on from what it was, the comparison tells the content of that.
 */
async function isOnlyRewritten(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { source, content, when }: Bringing,
): Promise<boolean> {
  const { number, baseSha: base, headSha } = source;
  const head = content.commits.find(({ sha }) => sha === headSha);
  if (number !== undefined || head === undefined || content.trees.has(base)) return false;
  return (await fetchTrees(octokit, repository, { shas: [base], when })).get(base) === head.tree;
}
