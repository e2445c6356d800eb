import { broughtBy, parentsOutside } from "../domain/shipping/brought.ts";
import { fetchTrees } from "../github/commits.ts";
import { type GitHubClient, isRefusal, type RepositoryAddress } from "../github/octokit.ts";
import type { Trees } from "../github/trees.ts";
import type { EventTimeOrNone } from "../github/when.ts";
import type { ChangeContent } from "./change-content.ts";
import type { Source } from "./source.ts";

/** No change has more merges of this kind, and each costs a request. */
const MOST_TREES = 20;

const NO_CONTENT = { commits: [], files: [], isCut: false, patchId: undefined };

interface Bringing {
  readonly source: Source;
  readonly content: ChangeContent;
  readonly when: EventTimeOrNone;
}

/** The content of a change, and whether GitHub provided everything on which it depends. */
interface Brought {
  readonly content: ChangeContent;
  readonly areTreesKnown: boolean;
}

/**
 * The content of a change, without listed commits whose content it does not bring.
 *
 * While GitHub cannot provide the necessary trees, the change counts as bringing all of them.
 */
export async function withoutLeftOut(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { source, content, when }: Bringing,
): Promise<Brought> {
  const { commits, files, trees } = content;
  let areTreesKnown = true;
  const treesOf = (shas: readonly string[]) =>
    fetchTrees(octokit, repository, { shas, when }).catch((error: unknown): Trees => {
      if (!isRefusal(error)) throw error;
      areTreesKnown = false;
      return new Map();
    });
  // Where GitHub cannot compare, a push counts as effective. The tree before it is not requested.
  const isCompared = files !== undefined;
  if (isCompared && (await isOnlyRewritten(source, content, treesOf)))
    return { content: { ...content, ...NO_CONTENT }, areTreesKnown };
  const missing = parentsOutside(commits).filter((sha) => !trees.has(sha));
  const found = await treesOf(missing.slice(0, MOST_TREES));
  const brought = broughtBy(source.headSha, commits, new Map([...trees, ...found]));
  return { content: { ...content, commits: brought }, areTreesKnown };
}

/**
 * Whether a push moved the branch to another history with the same content. Then its content was pushed before.
 *
 * Where the branch continues from its old head, the comparison contains the tree of that.
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
