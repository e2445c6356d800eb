import {
  type Claiming,
  namesClaimed,
  renameClaims,
  type SettledClaims,
  settleClaims,
  type Touched,
  type TouchedFile,
} from "../domain/shipping/claims.ts";
import { fetchPullRequestFiles } from "../github/changed-files.ts";
import { fetchCommitContent } from "../github/commits.ts";
import type { GitHubClient, RepositoryAddress } from "../github/octokit.ts";
import type { EventTimeOrNone } from "../github/when.ts";
import { isAboutRequest } from "./unread.ts";

/** No change names more, and each claim costs a request. */
const MOST_CLAIMS = 20;

/** The claims of a change, with the files that it touches. */
interface ClaimsRead {
  readonly claiming: Claiming;
  readonly touched: Touched;
  readonly when: EventTimeOrNone;
}

/** The settled claims, and whether none is left that GitHub cannot answer yet. */
interface VerifiedClaims {
  readonly settled: SettledClaims;
  readonly isAll: boolean;
}

/**
 * Settles the claims of a change by the files of the named changes; see `settleClaims`.
 *
 * Names that GitHub does not know are left out. Anybody can claim anything, so a claim that GitHub cannot answer yet
 * delays nothing: it is verified later.
 */
export async function verifyClaims(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { claiming, touched, when }: ClaimsRead,
): Promise<VerifiedClaims> {
  const files = new Map<string, readonly TouchedFile[]>();
  const ids = new Map<string, string>();
  let isAll = true;
  for (const name of namesClaimed(claiming).slice(0, MOST_CLAIMS)) {
    const found = await readNamed(octokit, repository, { name, when });
    if (found === NOT_YET) isAll = false;
    else if (found !== undefined) {
      ids.set(name, found.id);
      files.set(found.id, found.files);
    }
  }
  // GitHub resolves the beginning of an id to its commit.
  const known = renameClaims(claiming, (name) => ids.get(name));
  const settled = settleClaims(known, touched, (id) => files.get(id));
  return { settled, isAll };
}

const NOT_YET = Symbol("not yet");

/** A named commit or pull request by its id, with its files. */
interface Named {
  readonly id: string;
  readonly files: readonly TouchedFile[];
}

async function readNamed(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { name, when }: { readonly name: string; readonly when: EventTimeOrNone },
): Promise<Named | typeof NOT_YET | undefined> {
  try {
    if (!name.startsWith("#")) {
      const found = await fetchCommitContent(octokit, repository, { sha: name, when });
      return found && { id: found.sha, files: found.files };
    }
    const files = await fetchPullRequestFiles(octokit, repository, { number: Number(name.slice(1)), when });
    return files && { id: name, files };
  } catch (error) {
    if (isAboutRequest(error)) return NOT_YET;
    throw error;
  }
}
