import { startOf } from "../domain/metric/week.ts";
import { loadBackground } from "./background.ts";
import { compareWithIssue } from "./compare.ts";
import type { DigestOptions } from "./digest-options.ts";
import { loadKnownIssues } from "./known-issues.ts";
import { computeNewest } from "./newest.ts";
import { notifyOfDigest } from "./notify.ts";
import type { Publication } from "./publication.ts";
import { type Draft, renderDraft } from "./render.ts";
import { type PublishedIssue, writeIssue } from "./write.ts";

/** The options for publishing. */
type PublishOptions = Pick<
  DigestOptions,
  "stores" | "authenticate" | "clock" | "compute" | "definitionUrl" | "notify" | "tally"
>;

/**
 * Publishes a digest as an issue, or edits the existing one. An issue with the same content costs no write.
 *
 * It is about the newest complete week, until its own week is complete. The issue is identified by its stored number,
 * or else by the hidden marker in its body. Edits by hand are overwritten. It is closed once there is a later one. An
 * issue that somebody deleted, moved, or locked is left alone; the next week has a new one.
 */
export async function publishDigest(
  options: PublishOptions,
  publication: Publication,
): Promise<PublishedIssue> {
  const { stores, authenticate, compute, definitionUrl } = options;
  const issues = await loadKnownIssues(stores, publication);
  const background = await loadBackground(stores, publication);
  const digest = await computeNewest(compute, publication);
  const isRepeated = digest.week === issues.previous?.headline;
  const rest = { next: issues.next, isRepeated, definitionUrl };
  const draft: Draft = { publication, digest, background, rest };
  const content = renderDraft(draft);
  const octokit = await authenticate(publication.repository);
  const compared = await compareWithIssue(octokit, { publication, content, issues });
  const published = await writeIssue(options, octokit, { draft, compared, issues });
  if (published.written !== "left") await notifyOfDigest(options, draft, published.issueNumber);
  const { repository, series } = publication;
  options.tally?.digestPublished({
    installationId: repository.installationId,
    repositoryId: series.scope === "owner" ? undefined : repository.id,
    digest,
    startsAt: startOf(digest.week, series.zone),
  });
  return published;
}
