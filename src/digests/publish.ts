import { loadBackground } from "./background.ts";
import { compareWithIssue } from "./compare.ts";
import type { DigestOptions } from "./digest-options.ts";
import { loadKnownIssues } from "./known-issues.ts";
import { computeNewest } from "./newest.ts";
import type { Publication } from "./publication.ts";
import { type Draft, renderDraft } from "./render.ts";
import { type PublishedIssue, writeIssue } from "./write.ts";

/** What publishing needs. */
type PublishOptions = Pick<DigestOptions, "stores" | "authenticate" | "clock" | "compute" | "definitionUrl">;

/**
 * Publishes a digest as an issue, or edits the one that is there; one that shows the same costs no write.
 *
 * It tells of the newest complete week, until its own one is complete. The issue is known by its stored number, and else
 * found by the hidden marker in its body. What somebody edited by hand is put right. It is closed once there is a later
 * one. One that somebody deleted, moved to elsewhere, or locked is left alone; the next week has one of its own again.
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
  return writeIssue(options, octokit, { draft, compared, issues });
}
