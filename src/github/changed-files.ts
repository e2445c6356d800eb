import { createHash } from "node:crypto";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { type EventTimeOrNone, undefinedWhenUnknown } from "./when.ts";

/** A file that a change touches, with its number of lines. */
export interface FileChange {
  readonly path: string;
  /** Lines added and deleted. */
  readonly lines: number;
  /** Lines added. */
  readonly added: number;
  /** Whether the file had another path before. */
  readonly isRenamed: boolean;
}

/** A file that a change touches, with a fingerprint of the edit. */
export interface ChangedFile extends FileChange {
  /** Equal for equal edits; the patch itself is not kept. */
  readonly fingerprint: string;
}

/** The most files that GitHub lists in a comparison. */
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
  // The positions of hunks move with other people's work. Of binary and very large files GitHub shows only the content.
  const content = patch?.replaceAll(/^@@ -\S+ \+\S+ @@.*$/gm, "@@") ?? sha ?? "";
  const { changes: lines, additions: added } = file;
  const isRenamed = status === "renamed";
  return { path, lines, added, isRenamed, fingerprint: hash([status, before, content]) };
}

/**
 * Computes a hash that is equal for changes with the same edits to the same files, like `git patch-id`.
 *
 * `undefined` without changes, or with more files than GitHub lists.
 */
export function patchIdOf(files: readonly ChangedFile[]): string | undefined {
  if (files.length === 0 || files.length >= MOST_FILES) return undefined;
  return hash(files.map(({ path, fingerprint }) => `${path} ${fingerprint}`).sort());
}

/**
 * Computes a hash that is equal for changes that add and delete as many lines of the same files.
 *
 * After a merge by hand the patch may have other context lines, and so another patch id.
 */
export function contentIdOf(files: readonly FileChange[]): string | undefined {
  if (files.length === 0 || files.length >= MOST_FILES) return undefined;
  return hash(files.map(({ path, lines, added }) => `${path} ${lines} ${added}`).sort());
}

/** Fetches all files that a pull request changes, at most 3,000; `undefined` when there is no such pull request. */
export async function fetchPullRequestFiles(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { number, when }: { readonly number: number; readonly when: EventTimeOrNone },
): Promise<ChangedFile[] | undefined> {
  const of = { owner, repo: name, pull_number: number, per_page: PER_PAGE };
  const asked = octokit.paginate(octokit.rest.pulls.listFiles, of);
  return (await asked.catch(undefinedWhenUnknown(when)))?.map(toChangedFile);
}

function hash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url");
}
