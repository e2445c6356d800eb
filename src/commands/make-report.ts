import { definitionUrlOf } from "../definition.ts";
import { MINUTE_MS } from "../domain/durations.ts";
import { readAddressEnv } from "../env.ts";
import { isRefusal, type RepositoryAddress, statusOf } from "../github/octokit.ts";
import { gitHubOrigin } from "../github/origins.ts";
import { rateLimitWait } from "../github/rate-limits.ts";
import { createTokenClients } from "../github/token-client.ts";
import { lastLine } from "../report/progress.ts";
import { createReport, type Report } from "../report/report.ts";
import type { FoundToken } from "../report/token.ts";
import { openReportProgress } from "./report-progress.ts";
import type { ReportRequest } from "./report-request.ts";
import { UserError } from "./user-error.ts";

/** A report to make. */
interface WantedReport extends ReportRequest {
  /** Whether to compute the digests of all weeks, and those of each repository. */
  readonly hasSite: boolean;
  /** The repository whose readers can read the report; absent where only the caller reads it. */
  readonly place?: RepositoryAddress;
}

/** A report, and what it used of GitHub's limits, in one line. */
interface MadeReport {
  readonly made: Report;
  readonly used: string;
}

/** Makes a report with a token, and shows the progress. Throws a `UserError`, or a `ReportError`. */
export async function makeReport(
  { hasSite, ...request }: WantedReport,
  found: FoundToken,
): Promise<MadeReport> {
  const env = readAddressEnv(process.env);
  const { GITHUB_API_URL: apiUrl } = env;
  const clients = createTokenClients({ token: found.token, apiUrl });
  const progress = openReportProgress(process.stderr, clients.meter);
  try {
    const made = await createReport({
      ...request,
      siteLinksTo: hasSite ? gitHubOrigin(apiUrl) : undefined,
      clients,
      clock: () => new Date(),
      definitionUrl: definitionUrlOf(env),
      onProgress: progress.show,
    });
    return { made, used: lastLine(clients.meter.usage()) };
  } catch (error) {
    throw asUserError(error, found, apiUrl);
  } finally {
    progress.clear();
  }
}

/** Says what the user can do about a failed request; any other error stays. */
function asUserError(cause: unknown, { source }: FoundToken, apiUrl: string): unknown {
  const wait = rateLimitWait(cause);
  if (wait !== undefined) {
    const minutes = Math.ceil(wait / MINUTE_MS);
    return new UserError(`GitHub's rate limit is used up: try again in ${minutes} min`, { cause });
  }
  if (statusOf(cause) === 401) {
    const problem = `GitHub does not accept the token of ${source}: it is wrong, or has expired`;
    return new UserError(problem, { cause });
  }
  if (statusOf(cause) !== 500 || isRefusal(cause)) return cause;
  return new UserError(`GitHub does not answer at ${apiUrl}: check the network and GITHUB_API_URL`, {
    cause,
  });
}
