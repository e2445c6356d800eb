import type { Octokit } from "@octokit/rest";
import { type OpenedPull, openPull } from "../simulation/emulated/history.ts";
import { subjectOf } from "../simulation/emulated/merge-message.ts";
import type { Repository } from "../simulation/emulated/payloads.ts";

/** Opens the pull request that GitHub's revert button makes of a squashed one. */
export async function openRevert(
  octokit: Octokit,
  repository: Repository,
  number: number,
): Promise<OpenedPull> {
  const { data: pull } = await octokit.rest.pulls.get({ ...repository, pull_number: number });
  const ref = pull.merge_commit_sha ?? "";
  const { data: merged } = await octokit.rest.repos.getCommit({ ...repository, ref });
  const files = await filesBefore(octokit, repository, merged);
  const subject = subjectOf(merged.commit.message);
  return openPull(octokit, repository, {
    branch: `revert-${number}-${pull.head.ref}`,
    title: `Revert "${pull.title}"`,
    body: `Reverts ${repository.owner}/${repository.repo}#${number}`,
    commits: [{ message: `Revert "${subject}"\n\nThis reverts commit ${merged.sha}.`, files }],
  });
}

type FullCommit = Awaited<ReturnType<Octokit["rest"]["repos"]["getCommit"]>>["data"];

async function filesBefore(octokit: Octokit, repository: Repository, commit: FullCommit) {
  const ref = commit.parents[0]?.sha ?? "";
  const before: Record<string, string | null> = {};
  for (const { filename: path, status } of commit.files ?? []) {
    before[path] = status === "added" ? null : await contentOf(octokit, repository, { path, ref });
  }
  return before;
}

async function contentOf(
  octokit: Octokit,
  repository: Repository,
  file: { readonly path: string; readonly ref: string },
): Promise<string> {
  const { data } = await octokit.rest.repos.getContent({ ...repository, ...file });
  if (!("content" in data)) throw new Error(`${file.path} is not a file`);
  return Buffer.from(data.content, "base64").toString();
}
