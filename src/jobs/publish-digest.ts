import { createHash } from "node:crypto";
import { type Digest, digestWeek } from "../domain/metric/digest.ts";
import type { Week } from "../domain/metric/week.ts";
import { deriveShipping } from "../domain/shipping/shipping.ts";
import { createIssue, findIssue, updateIssue } from "../github/issues.ts";
import { digestMarker, renderDigest } from "../render/digest.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { type GitHubJobOptions, ZONE } from "./update-check-runs.ts";

/** Which digest, as of when. */
export interface DigestRequest {
  readonly repository: Repository;
  readonly week: Week;
  readonly now: Date;
}

/** Computes a repository's digest of one week from what is stored. */
export async function computeDigest(
  { histories }: Pick<Stores, "histories">,
  { repository, week, now }: DigestRequest,
): Promise<Digest> {
  const shipping = deriveShipping(await histories.load(repository.id), now);
  return digestWeek(shipping, { scope: `${repository.owner}/${repository.name}`, week, zone: ZONE, now });
}

/** The issue that shows a digest, and what was done for it. */
export interface PublishedIssue {
  readonly issueNumber: number;
  readonly written: "created" | "updated" | "nothing";
}

/**
 * Publishes a digest as an issue, or edits the one that is there; an unchanged one costs no write.
 *
 * The issue is known by its stored number, and else found by the hidden marker in its body.
 */
export async function publishDigest(
  { stores, authenticate, clock }: Omit<GitHubJobOptions, "log">,
  request: DigestRequest,
): Promise<PublishedIssue> {
  const { repository, week } = request;
  const key = { repositoryId: repository.id, week };
  const content = renderDigest(await computeDigest(stores, request), repository.id);
  const shown = createHash("sha256").update(JSON.stringify(content)).digest("base64url");
  const known = await stores.digests.find(key);
  if (known?.shown === shown) return { issueNumber: known.issueNumber, written: "nothing" };

  const octokit = await authenticate(repository.installationId);
  const number = known?.issueNumber ?? (await findIssue(octokit, repository, digestMarker(key)));
  if (number !== undefined) await updateIssue(octokit, repository, { number, content });
  const issueNumber = number ?? (await createIssue(octokit, repository, content));
  await stores.digests.save({ ...key, issueNumber, shown, publishedAt: clock() });
  return { issueNumber, written: number === undefined ? "created" : "updated" };
}
