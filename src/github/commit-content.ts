import { statementsOf } from "../domain/shipping/statements.ts";
import { type ChangedFile, toChangedFile } from "./changed-files.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { undefinedWhenUnknown, type When } from "./when.ts";

/** The content of a commit, and the commit that it names as its source; its message is not kept. */
interface CommitContent {
  /** The changed files against its first parent, of which GitHub lists at most 300. */
  readonly files: readonly ChangedFile[];
  readonly pickedFrom: readonly string[];
}

/** Fetches a commit; `undefined` when GitHub does not know it. */
export async function fetchCommitContent(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { sha, when }: { readonly sha: string; readonly when: When },
): Promise<CommitContent | undefined> {
  const found = await octokit.rest.repos
    .getCommit({ owner, repo: name, ref: sha })
    .catch(undefinedWhenUnknown(when));
  if (found === undefined) return undefined;
  const { files = [], commit } = found.data;
  return { files: files.map(toChangedFile), pickedFrom: statementsOf(commit.message).repeats };
}
