import { loadSite } from "../digests/site.ts";
import { WEEK_MS } from "../domain/durations.ts";
import type { Digest } from "../domain/metric/digest.ts";
import type { Week } from "../domain/metric/week.ts";
import { fetchClosedCount } from "../github/closed-counts.ts";
import type { RepositoryAddress } from "../github/octokit.ts";
import type { TokenClients } from "../github/token-client.ts";
import { fetchBudgets } from "../github/token-limits.ts";
import type { Site } from "../render/site/site.ts";
import { openStores, type Stores } from "../storage/stores.ts";
import { collectFacts } from "./collect-facts.ts";
import { misfit } from "./estimate.ts";
import { type FoundRepositories, findRepositories, type ReportScope } from "./find-repositories.ts";
import { measure, readWeeks } from "./measure.ts";
import type { ReportProgress } from "./progress.ts";
import { publishReport } from "./publish.ts";
import { refuseOtherReaders } from "./readers.ts";
import { ReportError } from "./report-error.ts";
import { type Shortfall, shortfallLine } from "./shortfalls.ts";
import { complete, subjectOf } from "./subject.ts";
import { summaryOf, textOf } from "./text.ts";

/** The options of a report. */
export interface ReportOptions {
  readonly scope: ReportScope;
  readonly weeks: number;
  /** The week of the digest; the newest complete one if absent. */
  readonly week: Week | undefined;
  /** Whether to write the digest issue. Nothing else is ever written. */
  readonly publishes: boolean;
  /** The repository whose readers can read the report; absent where only those can to whom the token belongs. */
  readonly place?: RepositoryAddress | undefined;
  /** To compute the digests of all weeks and of each repository too: the address of GitHub's pages, for links. */
  readonly siteLinksTo?: string | undefined;
  readonly clients: TokenClients;
  readonly clock: () => Date;
  readonly definitionUrl: string | undefined;
  readonly onProgress: (progress: ReportProgress) => void;
}

/** A report. */
export interface Report {
  readonly digest: Digest;
  /** The digest as Markdown. */
  readonly text: string;
  /** The first screen of the digest, as Markdown. */
  readonly summary: string;
  readonly shortfalls: readonly Shortfall[];
  /** The repositories that are left out, since nobody named them; none if empty. */
  readonly leftOut: string;
  /** The issue, and what was done to it. */
  readonly published: string | undefined;
  /** The digests of all weeks, if they were wanted. */
  readonly site: Site | undefined;
}

/** Reads the past of repositories from GitHub, and computes their digest. It keeps nothing after its end. */
export async function createReport(options: ReportOptions): Promise<Report> {
  refuseUnread(options);
  const found = await prepare(options);
  const stores = await openStores(":memory:", { now: options.clock() });
  try {
    return await measureAndPublish(options, stores, found);
  } finally {
    await stores.close();
  }
}

/** Throws a `ReportError` for a week that will not be read whole. */
function refuseUnread({ week, weeks, clock }: ReportOptions): void {
  const now = clock();
  const { first, last } = readWeeks(sinceOf(now, weeks), now);
  if (week === undefined || (week >= first && week <= last)) return;
  throw new ReportError(`--week ${week} is not one of the weeks from ${first} to ${last}, which are read`);
}

/**
 * Finds the repositories. Throws a `ReportError` when others would read of them, or when reading them would take more
 * than GitHub allows now.
 */
async function prepare(options: ReportOptions): Promise<FoundRepositories> {
  const { scope, place, weeks, clients, clock, onProgress } = options;
  const { reader, meter } = clients;
  onProgress({ doing: "Finding repositories", part: 0, usage: meter.usage() });
  meter.begin(await fetchBudgets(reader));
  const found = await findRepositories(reader, scope);
  const { owner, repositories } = found;
  if (place !== undefined) await refuseOtherReaders(reader, place, repositories);
  onProgress({ doing: "Counting pull requests", part: 0, usage: meter.usage() });
  const since = sinceOf(clock(), weeks);
  const asked = { owner, repositories: scope.names === "all" ? ("all" as const) : repositories };
  const pulls = (await fetchClosedCount(reader, asked, since)) ?? 0;
  const problem = misfit({ weeks, repositories: repositories.length, pulls }, meter.usage());
  if (problem !== undefined) throw new ReportError(problem);
  return found;
}

function sinceOf(now: Date, weeks: number): Date {
  return new Date(now.getTime() - weeks * WEEK_MS);
}

async function measureAndPublish(
  options: ReportOptions,
  stores: Stores,
  found: FoundRepositories,
): Promise<Report> {
  const { scope, clients, clock, week, weeks, definitionUrl } = options;
  const since = sinceOf(clock(), weeks);
  const { repositories, owner, shortfalls } = await collectFacts(options, stores, { found, since });
  const subject = subjectOf(scope, found, complete(repositories, shortfalls));
  const digest = await measure(stores, subject, { week, since, now: clock() });
  const unread = shortfalls.filter(({ isLeftOut }) => isLeftOut).length;
  const publishing = { stores, clock, writer: clients.writer, definitionUrl };
  const published = options.publishes
    ? await publishReport(publishing, { subject, owner, week, unread })
    : undefined;
  const { first } = readWeeks(since, clock());
  const notes = shortfalls.map((each) => ({ repository: each.repository, text: shortfallLine(each) }));
  const github = options.siteLinksTo;
  const site =
    github === undefined
      ? undefined
      : await loadSite(stores, { subject, digest, first, now: clock(), github, notes });
  const text = textOf(digest, subject, shortfalls);
  const summary = summaryOf(digest, subject, shortfalls);
  return { digest, text, summary, shortfalls, leftOut: found.leftOut, published, site };
}
