import type { ChangedFile } from "../github/changed-files.ts";
import type { Comparison, ComparisonRequest } from "../github/compared.ts";
import { fetchComparison } from "../github/comparison.ts";
import { type ListedCommits, listCommitsBetween, listPullCommits } from "../github/listed-commits.ts";
import { type GitHubClient, isRefusal, type RepositoryAddress } from "../github/octokit.ts";

/** The commits and files between two commits; `files` is `undefined` where GitHub provides only the commits. */
interface Compared extends Pick<Comparison, "commits" | "trees" | "isComplete"> {
  readonly files: readonly ChangedFile[] | undefined;
}

/** A comparison, and the number of GitHub's refusals. */
interface Comparing extends ComparisonRequest {
  /** The number of the pull request, if it is one. */
  readonly number?: number | undefined;
  readonly refusals: number;
  /** Whether the comparison is requested once more in any case, since it was given up long ago. */
  readonly isAgain: boolean;
}

/** The number of refusals after which less is requested. */
const MOST_REFUSALS = 3;

/**
 * Reads the commits and files between two commits. Where GitHub cannot compare them, it reads the commits alone.
 *
 * A comparison can fail for ever ("this diff is taking too long to generate", github-changelog-generator#920). After
 * three failures the commits are listed. After three failures of that, the answer is `undefined`. Each earlier failure
 * throws. `undefined` also means that GitHub does not know one of them, or that they share no history.
 */
export async function readComparison(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  of: Comparing,
): Promise<Compared | undefined> {
  const { refusals, isAgain } = of;
  if (refusals < MOST_REFUSALS || isAgain) {
    const compared = await refused(refusals + 1 >= MOST_REFUSALS, fetchComparison(octokit, repository, of));
    if (compared !== REFUSED) return compared;
  }
  const listed = await refused(refusals + 1 >= 2 * MOST_REFUSALS, list(octokit, repository, of));
  if (listed === REFUSED || listed === undefined) return undefined;
  return { ...listed, files: undefined, trees: new Map() };
}

async function list(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { number, ...of }: Comparing,
): Promise<ListedCommits | undefined> {
  const own =
    number === undefined ? undefined : await listPullCommits(octokit, repository, { ...of, number });
  return own ?? listCommitsBetween(octokit, repository, of);
}

const REFUSED = Symbol("refused");

/** Answers the last refusal with `REFUSED`, and rethrows every other failure. */
async function refused<Answer>(isLast: boolean, asked: Promise<Answer>): Promise<Answer | typeof REFUSED> {
  try {
    return await asked;
  } catch (error) {
    if (isLast && isRefusal(error)) return REFUSED;
    throw error;
  }
}
