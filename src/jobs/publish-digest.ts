import { createHash } from "node:crypto";
import { type Digest, digestWeek } from "../domain/metric/digest.ts";
import type { Week } from "../domain/metric/week.ts";
import { createIssue, findIssue, type IssueContent, showsContent, updateIssue } from "../github/issues.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { digestMarker, renderDigest } from "../render/digest.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { measureRepository, zoneOf } from "./measure.ts";
import type { GitHubJobOptions } from "./update-check-runs.ts";

/** Which digest, as of when. */
export interface DigestRequest {
  readonly repository: Repository;
  readonly week: Week;
  readonly now: Date;
}

/** Computes a repository's digest of one week from what is stored. */
export async function computeDigest(
  stores: Pick<Stores, "histories" | "rules" | "digests" | "seals">,
  { repository, week, now }: DigestRequest,
): Promise<Digest> {
  const sealed = await stores.seals.find(repository.id, week);
  // A repository may have been renamed since.
  if (sealed !== undefined) return { ...sealed, scope: `${repository.owner}/${repository.name}` };
  const zone = await zoneOf(stores, repository);
  const { measured, warnings } = await measureRepository(stores, repository, { week, zone, now });
  const published = await stores.digests.listTotals(repository.id);
  return digestWeek([measured], { scope: measured.repository, week, zone, now, published, warnings });
}

/** The issue that shows a digest, and what was done for it. */
export interface PublishedIssue {
  readonly issueNumber: number;
  readonly written: "created" | "updated" | "nothing";
}

/**
 * Publishes a digest as an issue, or edits the one that is there; one that shows the same costs no write.
 *
 * The issue is known by its stored number, and else found by the hidden marker in its body. What somebody edited by hand
 * is put right.
 */
export async function publishDigest(
  { stores, authenticate, clock }: Omit<GitHubJobOptions, "log">,
  request: DigestRequest,
): Promise<PublishedIssue> {
  const { repository, week } = request;
  const key = { repositoryId: repository.id, week };
  const digest = await computeDigest(stores, request);
  const content = renderDigest(digest, repository.id);
  const shown = createHash("sha256").update(JSON.stringify(content)).digest("base64url");
  const octokit = await authenticate(repository.installationId);
  const known = await stores.digests.find(key);
  const number = known?.issueNumber ?? (await findIssue(octokit, repository, digestMarker(key)));
  const written = await write(octokit, repository, { number, content, isSame: known?.shown === shown });
  await stores.digests.save({
    ...{ ...key, issueNumber: written.issueNumber, shown },
    publishedAt: written.written === "nothing" ? (known?.publishedAt ?? clock()) : clock(),
    total: digest.state === "open" ? undefined : digest.normalizedDeployments.total,
    isFinal: digest.state === "final",
  });
  return written;
}

async function write(
  octokit: GitHubClient,
  repository: Repository,
  of: { readonly number: number | undefined; readonly content: IssueContent; readonly isSame: boolean },
): Promise<PublishedIssue> {
  const { number, content, isSame } = of;
  if (number === undefined) {
    return { issueNumber: await createIssue(octokit, repository, content), written: "created" };
  }
  if (isSame && (await showsContent(octokit, repository, { number, content }))) {
    return { issueNumber: number, written: "nothing" };
  }
  await updateIssue(octokit, repository, { number, content });
  return { issueNumber: number, written: "updated" };
}
