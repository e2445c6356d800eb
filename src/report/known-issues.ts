import { keyOf, type Publication } from "../digests/publication.ts";
import { nameOf } from "../digests/subject.ts";
import { fetchIssue, fetchLabelledIssues, updateIssue } from "../github/issues.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { closedLine, digestMarker } from "../render/digest/issue.ts";
import type { Stores } from "../storage/stores.ts";
import { ReportError } from "./report-error.ts";

const MARKED_WEEK = /<!-- plimsoll:digest \w+=\d+ week=(\d{4}-W\d{2}) -->/;

/**
 * Records the digest issues of a place that the token's own account opened, so that they are edited, and closed.
 *
 * An issue of anybody else with the same marker is not ours: whoever copies a marker must not get their issue
 * overwritten, and a server's issue is the server's. Throws a `ReportError` where a bot has the digest of this week.
 */
export async function rememberOwnIssues(
  octokit: GitHubClient,
  { digests }: Pick<Stores, "digests">,
  of: { readonly publication: Publication; readonly viewerId: number },
): Promise<void> {
  const { publication, viewerId } = of;
  const { repository, series, now } = publication;
  // The oldest of a week is the one.
  const found = (await fetchLabelledIssues(octokit, repository)).toSorted((a, b) => b.number - a.number);
  for (const issue of found) {
    const [, week] = MARKED_WEEK.exec(issue.body) ?? [];
    if (week === undefined || !isOfSeries(issue.body, publication, week)) continue;
    if (issue.authorId === viewerId) {
      const place = { repositoryId: repository.id, scope: series.scope, week, headline: week };
      const state = { issueNumber: issue.number, isClosed: issue.isClosed, isFinal: false, publishedAt: now };
      // Nobody knows what it shows, so it is written again.
      await digests.save({ ...place, ...state, shown: "", written: "" });
    } else if (issue.isByBot && week === publication.week) {
      throw new ReportError(
        `${nameOf(repository)}#${issue.number} is this digest, by a server or another bot: leave it to that`,
      );
    }
  }
}

/** A server's digest of the organization names its installation, which a token cannot know. */
function isOfSeries(body: string, publication: Publication, week: string): boolean {
  const isOrganization = publication.series.scope === "owner";
  return isOrganization
    ? body.includes("<!-- plimsoll:digest installation=")
    : body.includes(digestMarker(keyOf({ ...publication, week })));
}

/**
 * Closes the own issues of earlier weeks, with a link to the next one. Their numbers stay as they are, since not all
 * weeks behind these are read again.
 */
export async function closeEarlierIssues(
  octokit: GitHubClient,
  { digests }: Pick<Stores, "digests">,
  of: { readonly publication: Publication; readonly next: number },
): Promise<void> {
  const { publication, next } = of;
  const { repository, series, week } = publication;
  const known = await digests.list({ repositoryId: repository.id, scope: series.scope });
  const earlier = known.filter((each) => each.week < week && !each.isClosed);
  for (const { issueNumber: number } of earlier) {
    const issue = await fetchIssue(octokit, repository, number);
    if (issue === undefined || issue.isLocked) continue;
    const content = { title: issue.title, body: `${closedLine(next)}\n\n${issue.body}` };
    await updateIssue(octokit, repository, { number, content, state: "closed" });
  }
}
