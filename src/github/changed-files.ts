import { createHash } from "node:crypto";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { undefinedWhenUnknown, type When } from "./when.ts";

/** A file that a change touches, and how much of it. */
export interface FileChange {
  readonly path: string;
  /** Lines added and deleted. */
  readonly lines: number;
  /** Lines added. */
  readonly added: number;
  /** Whether it had another path before. */
  readonly isRenamed: boolean;
}

/** A file that a change touches, and what is done to it. */
export interface ChangedFile extends FileChange {
  /** Equal when the same is done to it; the patch itself is not kept. */
  readonly fingerprint: string;
}

/** How many files GitHub lists in a comparison at most. */
export const MOST_FILES = 300;
const PER_PAGE = 100;

interface GitHubFile {
  readonly filename: string;
  readonly previous_filename?: string | undefined;
  readonly status: string;
  readonly sha: string | null;
  readonly changes: number;
  readonly additions: number;
  readonly patch?: string | undefined;
}

/** Reads a file of a comparison, a commit, or a pull request. */
export function toChangedFile(file: GitHubFile): ChangedFile {
  const { filename: path, previous_filename: before = "", status, sha, patch } = file;
  // Where hunks stand moves with other people's work. Of binary and very large files only the content is told.
  const content = patch?.replaceAll(/^@@ -\S+ \+\S+ @@.*$/gm, "@@") ?? sha ?? "";
  const { changes: lines, additions: added } = file;
  const isRenamed = status === "renamed";
  return { path, lines, added, isRenamed, fingerprint: hash([status, before, content]) };
}

/**
 * A hash that is equal for changes that do the same to the same files, as `git patch-id` is.
 *
 * `undefined` when nothing was changed, or more files than GitHub lists.
 */
export function patchIdOf(files: readonly ChangedFile[]): string | undefined {
  if (files.length === 0 || files.length >= MOST_FILES) return undefined;
  return hash(files.map(({ path, fingerprint }) => `${path} ${fingerprint}`).sort());
}

/**
 * A hash that is equal for changes that add and delete as many lines of the same files.
 *
 * What was merged by hand may stand beside other lines than before, and then its patch is another.
 */
export function contentIdOf(files: readonly FileChange[]): string | undefined {
  if (files.length === 0 || files.length >= MOST_FILES) return undefined;
  return hash(files.map(({ path, lines, added }) => `${path} ${lines} ${added}`).sort());
}

/** Lists all files that a pull request changes, of which GitHub knows at most 3,000; `undefined` when there is none. */
export async function fetchPullRequestFiles(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { number, when }: { readonly number: number; readonly when: When },
): Promise<ChangedFile[] | undefined> {
  const of = { owner, repo: name, pull_number: number, per_page: PER_PAGE };
  const asked = octokit.paginate(octokit.rest.pulls.listFiles, of);
  return (await asked.catch(undefinedWhenUnknown(when)))?.map(toChangedFile);
}

function hash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url");
}
