import { broughtBy, parentsOutside } from "../domain/shipping/brought.ts";
import { fetchTrees } from "../github/commits.ts";
import { type GitHubClient, isRefusal, type RepositoryAddress } from "../github/octokit.ts";
import type { Trees } from "../github/trees.ts";
import type { When } from "../github/when.ts";
import type { ChangeContent } from "./change-content.ts";
import type { Source } from "./source.ts";

/** Nobody merges so often from a branch beside, and each costs a request. */
const MOST_TREES = 20;

const NO_CONTENT = { commits: [], files: [], isCut: false, patchId: undefined };

interface Bringing {
  readonly source: Source;
  readonly content: ChangeContent;
  readonly when: When;
}

/** The content of a change, and whether GitHub told all that it depends on. */
interface Brought {
  readonly content: ChangeContent;
  readonly isTold: boolean;
}

/**
 * The content of a change, without the commits that it lists and whose content it does not bring.
 *
 * While GitHub cannot tell what that depends on, the change is taken to bring all of them.
 */
export async function withoutLeftOut(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { source, content, when }: Bringing,
): Promise<Brought> {
  const { commits, files, trees } = content;
  let isTold = true;
  const treesOf = (shas: readonly string[]) =>
    fetchTrees(octokit, repository, { shas, when }).catch((error: unknown): Trees => {
      if (!isRefusal(error)) throw error;
      isTold = false;
      return new Map();
    });
  // Where GitHub cannot compare, a push is taken to be effective: what it replaced is not asked for.
  const isCompared = files !== undefined;
  if (isCompared && (await isOnlyRewritten(source, content, treesOf)))
    return { content: { ...content, ...NO_CONTENT }, isTold };
  const untold = parentsOutside(commits).filter((sha) => !trees.has(sha));
  const found = await treesOf(untold.slice(0, MOST_TREES));
  const brought = broughtBy(source.headSha, commits, new Map([...trees, ...found]));
  return { content: { ...content, commits: brought }, isTold };
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
