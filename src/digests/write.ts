import { createIssue, ensureLabel, type IssueContent, updateIssue } from "../github/issues.ts";
import { type GitHubClient, statusOf } from "../github/octokit.ts";
import { rateLimitWait } from "../github/rate-limits.ts";
import { fetchShownPulls, type ShownPull } from "../github/shown-pulls.ts";
import { listedIn } from "../render/digest/shipped/section.ts";
import { MOST_UNDONE } from "../render/digest/undone/section.ts";
import type { PublishedDigest } from "../storage/digests.ts";
import type { Repository } from "../storage/repositories.ts";
import { type Compared, type DifferentIssue, hashOf } from "./compare.ts";
import type { DigestOptions } from "./digest-options.ts";
import type { KnownIssues } from "./known-issues.ts";
import { type Draft, renderDraft } from "./render.ts";

/** The issue of a digest, and the action taken. */
export interface PublishedIssue {
  readonly issueNumber: number;
  /** `left`: somebody deleted, moved, or locked it, so it is left alone from now on. */
  readonly written: "created" | "updated" | "nothing" | "left";
}

type WriteOptions = Pick<DigestOptions, "stores" | "clock">;

/** Writes the issue where its content differs, and stores the written state. */
export async function writeIssue(
  options: WriteOptions,
  octokit: GitHubClient,
  of: { readonly draft: Draft; readonly compared: Compared; readonly issues: KnownIssues },
): Promise<PublishedIssue> {
  const { draft, compared, issues } = of;
  const { known } = issues;
  const { repository } = draft.publication;
  if (compared.is === "gone") return leave(options, compared.known);
  if (compared.is === "same") return { issueNumber: compared.known.issueNumber, written: "nothing" };
  const pulls = await fetchPulls(octokit, draft);
  const content = renderDraft({ ...draft, rest: { ...draft.rest, pulls } });
  if (issues.isFirst && compared.number === undefined) await ensureLabel(octokit, repository);
  const written = await send(octokit, repository, { ...compared, content }).catch((error: unknown) => {
    if (known === undefined || !isLockedOut(error, compared)) throw error;
    return leave(options, known);
  });
  if (written.written === "left") return written;
  const isClosed = compared.state === undefined ? known?.isClosed === true : compared.state === "closed";
  const { issueNumber } = written;
  await save(options, draft, { issueNumber, isClosed, shown: compared.shown, written: hashOf(content) });
  return written;
}

async function send(
  octokit: GitHubClient,
  repository: Repository,
  of: Pick<DifferentIssue, "number" | "state"> & { readonly content: IssueContent },
): Promise<PublishedIssue> {
  const { content, state } = of;
  const number = of.number ?? (await createIssue(octokit, repository, content));
  const isNew = of.number === undefined;
  if (!isNew || state !== undefined) await updateIssue(octokit, repository, { number, content, state });
  return { issueNumber: number, written: isNew ? "created" : "updated" };
}

async function save(
  { stores, clock }: WriteOptions,
  { publication, digest }: Draft,
  issue: Pick<PublishedDigest, "issueNumber" | "isClosed" | "shown" | "written">,
): Promise<void> {
  const { repository, series, week } = publication;
  const total = digest.state === "open" ? undefined : digest.normalizedDeployments.total;
  const published: PublishedDigest = {
    ...issue,
    repositoryId: repository.id,
    scope: series.scope,
    week,
    publishedAt: clock(),
    headline: digest.week,
    isFinal: digest.week === week && digest.state === "final",
  };
  await stores.digests.save(published, total);
}

async function leave({ stores, clock }: WriteOptions, left: PublishedDigest): Promise<PublishedIssue> {
  await stores.digests.leave(left, clock());
  return { issueNumber: left.issueNumber, written: "left" };
}

/** Whether GitHub refuses an edit because somebody locked the issue. */
function isLockedOut(error: unknown, { issue }: DifferentIssue): boolean {
  return issue?.isLocked === true && statusOf(error) === 403 && rateLimitWait(error) === undefined;
}

/** The pull requests that a repository's issue lists. An organization's issue shows no titles. */
function fetchPulls(
  octokit: GitHubClient,
  { publication: { series, repository }, digest }: Draft,
): Promise<ReadonlyMap<number, ShownPull>> {
  const undone = (digest.undone ?? []).slice(0, MOST_UNDONE);
  const shown = series.scope === "repository" ? [...undone, ...listedIn(digest, new Set())] : [];
  const numbers = shown.flatMap(({ change }) => (change.startsWith("#") ? [Number(change.slice(1))] : []));
  return fetchShownPulls(octokit, repository, numbers);
}
