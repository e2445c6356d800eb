import { createHash } from "node:crypto";
import type { Digest } from "../domain/metric/digest.ts";
import type { Week } from "../domain/metric/week.ts";
import type { DigestScope } from "../domain/records/digest-place.ts";
import {
  createIssue,
  ensureLabel,
  type FoundIssue,
  fetchIssue,
  findIssue,
  type IssueContent,
  updateIssue,
} from "../github/issues.ts";
import { type GitHubClient, statusOf } from "../github/octokit.ts";
import { fetchPullTitles } from "../github/pull-titles.ts";
import { rateLimitWait } from "../github/rate-limits.ts";
import type { WorkOptions } from "../ingest/work-options.ts";
import { digestMarker, renderDigest } from "../render/digest/issue.ts";
import type { DigestOptions } from "../render/digest/options.ts";
import { MOST_UNDONE } from "../render/digest/undone/section.ts";
import type { PublishedDigest } from "../storage/digests.ts";
import type { Repository } from "../storage/repositories.ts";

/** A digest to be published: where, whose, and on the end of which week it is due. */
export interface Publication {
  readonly repository: Repository;
  readonly scope: DigestScope;
  readonly week: Week;
  /** Computes the digest of a week. */
  compute(week: Week): Promise<Digest>;
  /** What the issue of a week shows beside the numbers. */
  shows(
    week: Week,
  ): Promise<
    Pick<DigestOptions, "visible" | "gaps" | "names" | "settings" | "ruleChanges" | "definitionUrl">
  >;
}

/** The issue that shows a digest, and what was done for it. */
interface PublishedIssue {
  readonly issueNumber: number;
  /** `left`: somebody deleted, moved, or locked it, so it is left alone from now on. */
  readonly written: "created" | "updated" | "nothing" | "left";
}

/** What publishing needs. */
export type PublishOptions = Pick<WorkOptions, "stores" | "authenticate" | "clock">;

/**
 * Publishes a digest as an issue, or edits the one that is there; one that shows the same costs no write.
 *
 * It tells of the newest complete week, until its own one is complete. The issue is known by its stored number, and else
 * found by the hidden marker in its body. What somebody edited by hand is put right. It is closed once there is a later
 * one. One that somebody deleted, moved to elsewhere, or locked is left alone; the next week has one of its own again.
 */
export async function publishDigest(
  { stores, authenticate, clock }: PublishOptions,
  publication: Publication,
): Promise<PublishedIssue> {
  const { repository, scope, week } = publication;
  const all = await stores.digests.list({ repositoryId: repository.id, scope });
  const { known, ...context } = contextOf(all, week);
  const digest = await headlineOf(publication);
  const draft: Draft = {
    publication,
    digest,
    options: {
      ...(await publication.shows(digest.week)),
      ...context,
      isRepeated: digest.week === context.previous?.headline,
    },
  };
  const shown = hashOf(renderDraft(draft));
  const octokit = await authenticate(repository);
  const issue = known && (await fetchIssue(octokit, repository, known.issueNumber));
  if (known !== undefined && issue === undefined) return leave(known);
  const number =
    known?.issueNumber ?? (await findIssue(octokit, repository, digestMarker(keyOf(publication))));
  const isClosing = context.next !== undefined && known?.isClosed !== true;
  const isSame = known?.shown === shown && !isClosing && issue && hashOf(issue) === known.written;
  if (isSame) return { issueNumber: known.issueNumber, written: "nothing" };
  const content = renderDraft({
    ...draft,
    options: { ...draft.options, titles: await titlesOf(octokit, draft) },
  });
  if (all.length === 0 && number === undefined) await ensureLabel(octokit, repository);
  const written = await write(octokit, repository, { number, content, isClosing }).catch((error: unknown) => {
    if (known === undefined || !isLockedOut(error, issue)) throw error;
    return leave(known);
  });
  if (written.written === "left") return written;
  const total = digest.state === "open" ? undefined : digest.normalizedDeployments.total;
  await stores.digests.save(
    {
      ...{ repositoryId: repository.id, scope, week, issueNumber: written.issueNumber, shown },
      written: hashOf(content),
      publishedAt: clock(),
      headline: digest.week,
      isFinal: digest.week === week && digest.state === "final",
      isClosed: isClosing || known?.isClosed === true,
    },
    total,
  );
  return written;

  async function leave(left: PublishedDigest): Promise<PublishedIssue> {
    await stores.digests.leave(left, clock());
    return { issueNumber: left.issueNumber, written: "left" };
  }
}

/** Whether GitHub lets nobody edit an issue that somebody locked. */
function isLockedOut(error: unknown, issue: FoundIssue | undefined): boolean {
  return issue?.isLocked === true && statusOf(error) === 403 && rateLimitWait(error) === undefined;
}

/** What a digest's issue is made from. */
interface Draft {
  readonly publication: Publication;
  readonly digest: Digest;
  readonly options: DigestOptions;
}

function renderDraft({ publication, digest, options }: Draft): IssueContent {
  return renderDigest(digest, keyOf(publication), options);
}

function keyOf({ repository, scope, week }: Publication) {
  return scope === "repository"
    ? { repositoryId: repository.id, week }
    : { installationId: repository.installationId, week };
}

/** A digest's place among those of other weeks. */
function contextOf(all: readonly PublishedDigest[], week: Week) {
  return {
    known: all.find((each) => each.week === week && each.leftAt === undefined),
    previous: all.findLast((each) => each.week < week),
    next: all.find((each) => each.week > week && each.leftAt === undefined)?.issueNumber,
  };
}

/** The digest of the newest complete week, of its own while there is none. */
async function headlineOf({ compute, week }: Publication): Promise<Digest> {
  const own = await compute(week);
  if (own.state !== "open") return own;
  const newest = own.weeks.findLast(({ state }) => state !== "open");
  return newest === undefined ? own : compute(newest.week);
}

function hashOf({ title, body }: IssueContent): string {
  return createHash("sha256")
    .update(JSON.stringify([title, body.trimEnd()]))
    .digest("base64url");
}

/** The titles of the undone pull requests of a repository; an organization's issue shows none. */
async function titlesOf(
  octokit: GitHubClient,
  { publication, digest }: Draft,
): Promise<ReadonlyMap<number, string>> {
  if (publication.scope !== "repository") return new Map();
  const numbers = (digest.undone ?? [])
    .slice(0, MOST_UNDONE)
    .flatMap(({ change }) => (change.startsWith("#") ? [Number(change.slice(1))] : []));
  return fetchPullTitles(octokit, publication.repository, numbers);
}

async function write(
  octokit: GitHubClient,
  repository: Repository,
  of: { readonly number: number | undefined; readonly content: IssueContent; readonly isClosing: boolean },
): Promise<PublishedIssue> {
  const { content, isClosing } = of;
  const number = of.number ?? (await createIssue(octokit, repository, content));
  const isNew = of.number === undefined;
  if (!isNew || isClosing) await updateIssue(octokit, repository, { number, content, isClosing });
  return { issueNumber: number, written: isNew ? "created" : "updated" };
}
