import { broughtBy, parentsOutside } from "../domain/shipping/brought.ts";
import { type GitHubClient, isRefusal, type RepositoryAddress } from "../github/octokit.ts";
import { fetchTrees, type Trees } from "../github/trees.ts";
import type { When } from "../github/when.ts";
import { MOST_REFUSALS } from "./compare.ts";
import type { ChangeContent } from "./read-change.ts";
import type { Source } from "./source.ts";

/** Nobody merges so often from a branch beside, and each costs a request. */
const MOST_TREES = 20;

const NO_CONTENT = { commits: [], files: [], isCut: false, patchId: undefined };

interface Bringing {
  readonly source: Source;
  readonly content: ChangeContent;
  readonly when: When;
  /** How often GitHub could not tell something of the change. */
  readonly refusals: number;
}

/**
 * The content of a change, without the commits that it lists and whose content it does not bring.
 *
 * Throws while GitHub cannot tell what that depends on; from the fourth time on the change is taken to bring all of them.
 */
export async function withoutLeftOut(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { source, content, when, refusals }: Bringing,
): Promise<ChangeContent> {
  const { commits, files, trees } = content;
  const treesOf = (shas: readonly string[]) =>
    fetchTrees(octokit, repository, { shas, when }).catch((error: unknown): Trees => {
      if (refusals >= MOST_REFUSALS && isRefusal(error)) return new Map();
      throw error;
    });
  // Where GitHub cannot compare, a push is taken to be effective: what it replaced is not asked for.
  const isCompared = files !== undefined;
  if (isCompared && (await isOnlyRewritten(source, content, treesOf))) return { ...content, ...NO_CONTENT };
  const untold = parentsOutside(commits).filter((sha) => !trees.has(sha));
  const found = await treesOf(untold.slice(0, MOST_TREES));
  return { ...content, commits: broughtBy(source.headSha, commits, new Map([...trees, ...found])) };
}

/**
 * Whether a push put the branch to a history of its own with the content that it had: what is in there was pushed before.
 *
 * Where the branch went on from what it was, the comparison tells the content of that.
 */
async function isOnlyRewritten(
  { number, baseSha: base, headSha }: Source,
  { commits, trees }: ChangeContent,
  treesOf: (shas: readonly string[]) => Promise<Trees>,
): Promise<boolean> {
  const head = commits.find(({ sha }) => sha === headSha);
  if (number !== undefined || head === undefined || trees.has(base)) return false;
  return (await treesOf([base])).get(base) === head.tree;
}
