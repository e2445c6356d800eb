import { createComputer } from "../digests/computer.ts";
import { dueWeek } from "../digests/due-weeks.ts";
import { organizationSeries, repositorySeries } from "../digests/find-series.ts";
import { namedPlace } from "../digests/organization-choice.ts";
import { findPublication, TargetError } from "../digests/publication.ts";
import { publishDigest } from "../digests/publish.ts";
import type { Series } from "../digests/series.ts";
import { nameOf } from "../digests/subject.ts";
import type { Week } from "../domain/metric/week.ts";
import { type GitHubClient, isRejected, statusOf } from "../github/octokit.ts";
import { fetchViewerId } from "../github/viewer.ts";
import type { OwnerSettings } from "../storage/settings.ts";
import type { Stores } from "../storage/stores.ts";
import { closeEarlierIssues, rememberOwnIssues } from "./known-issues.ts";
import { ReportError } from "./report-error.ts";
import type { ReportSubject } from "./subject.ts";

/** The options for publishing a report. */
interface PublishingOptions {
  readonly stores: Stores;
  readonly clock: () => Date;
  readonly writer: GitHubClient;
  readonly definitionUrl: string | undefined;
}

/** The digest to publish. */
interface ToPublish {
  readonly subject: ReportSubject;
  /** The present config of the owner. */
  readonly owner: OwnerSettings;
  readonly week: Week | undefined;
  /** The number of repositories that are left out. */
  readonly unread: number;
}

const WRITTEN = {
  created: "published",
  updated: "edited",
  nothing: "unchanged",
  left: "left alone, since somebody deleted, moved or locked it",
};

/**
 * Writes the digest issue as the server would, and says which one it is. Throws a `ReportError` where it may not.
 *
 * Earlier issues that are still open are closed.
 */
export async function publishReport(options: PublishingOptions, of: ToPublish): Promise<string> {
  const { stores, clock, writer, definitionUrl } = options;
  const series = await seriesOf(stores, of);
  if (!series.policy.enabled) throw new ReportError("the config switches this digest off: digest.enabled");
  const viewerId = await fetchViewerId(writer);
  if (viewerId === undefined)
    throw new ReportError("GitHub does not say whose token this is, so no issue is safe to edit");
  const authenticate = async () => writer;
  const compute = createComputer(stores);
  const publishing = { stores, clock, compute, definitionUrl, authenticate, authenticateOwner: authenticate };
  const week = of.week ?? dueWeek(clock(), series.zone, series.policy);
  try {
    const publication = await findPublication(publishing, series, week);
    await rememberOwnIssues(writer, stores, { publication, viewerId });
    const { issueNumber, written } = await publishDigest(publishing, publication);
    await closeEarlierIssues(writer, stores, { publication, next: issueNumber });
    const { repository } = publication;
    return `${nameOf(repository)}#${issueNumber}: ${WRITTEN[written]}`;
  } catch (error) {
    throw asReportError(error);
  }
}

function asReportError(error: unknown): unknown {
  if (error instanceof TargetError) return new ReportError(error.message, { cause: error });
  if (!isRejected(error) || statusOf(error) === 401) return error;
  const message = `GitHub refused the issue (${statusOf(error)}): the token needs Issues: write, and the repository its Issues`;
  return new ReportError(message, { cause: error });
}

async function seriesOf(stores: Stores, { subject, owner, unread }: ToPublish): Promise<Series> {
  if (!("owner" in subject)) {
    const { per, repository } = owner.policy.digest;
    if (per !== "organization" && repository === undefined)
      return repositorySeries(stores, { repository: subject.repository, organization: undefined });
    // Beside the organization's digest, some figures of a repository would tell of the others.
    const name = subject.repository.owner;
    throw new ReportError(`${name} has one digest for all its repositories: publish the report of ${name}`);
  }
  const { repositories } = subject;
  const target = owner.policy.digest.repository;
  const place = target === undefined ? undefined : namedPlace(repositories, target, "config");
  const series = place && (await organizationSeries(stores, { repositories, settings: owner, place }));
  if (series !== undefined) return { ...series, unread };
  throw new ReportError(
    `no repository for the digest of ${subject.owner}: set digest.repository in .github/plimsoll.yml of ${subject.owner}/.github`,
  );
}
