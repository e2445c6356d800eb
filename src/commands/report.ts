import { definitionUrlOf } from "../definition.ts";
import { MINUTE_MS } from "../domain/durations.ts";
import { isWeek } from "../domain/metric/week.ts";
import { readAddressEnv } from "../env.ts";
import { isRefusal, statusOf } from "../github/octokit.ts";
import { rateLimitWait } from "../github/rate-limits.ts";
import { createTokenClients } from "../github/token-client.ts";
import { renderSite } from "../render/site/pages.ts";
import type { ReportScope } from "../report/find-repositories.ts";
import { lastLine } from "../report/progress.ts";
import { createReport, type Report } from "../report/report.ts";
import { ReportError } from "../report/report-error.ts";
import { shortfallLine, UNSEEN } from "../report/shortfalls.ts";
import { type FoundToken, findToken } from "../report/token.ts";
import { gitHubOrigin } from "../setup/github-origin.ts";
import { openOutput, ReaderGone } from "./output.ts";
import { openReportProgress } from "./report-progress.ts";
import { UsageError, UserError } from "./user-error.ts";
import { writeFolder } from "./write-folder.ts";

/** The options of `plimsoll report`, unparsed. */
export interface ReportOptions {
  readonly weeks: string;
  readonly week?: string;
  readonly json?: true;
  readonly publish?: true;
  readonly out?: string;
}

const [FEWEST_WEEKS, MOST_WEEKS] = [2, 104];

/**
 * Prints the digest of repositories on GitHub, read with a token.
 *
 * Throws a `UserError` when there is nothing to print.
 */
export async function report(places: readonly string[], options: ReportOptions): Promise<void> {
  const scope = parseScope(places);
  const { weeks, week } = parseWeeks(options);
  if (options.publish && scope.names !== "all" && scope.names.length > 1)
    throw new UsageError(
      "--publish takes one OWNER/REPO, or OWNER: a part of an organization has no digest issue",
    );
  const env = readAddressEnv(process.env);
  const { GITHUB_API_URL: apiUrl } = env;
  try {
    const found = await findToken(process.env, apiUrl);
    const clients = createTokenClients({ token: found.token, apiUrl });
    const progress = openReportProgress(process.stderr, clients.meter);
    const made = await createReport({
      ...{ scope, weeks, week, clients, publishes: options.publish === true },
      siteLinksTo: options.out === undefined ? undefined : gitHubOrigin(apiUrl),
      clock: () => new Date(),
      definitionUrl: definitionUrlOf(env),
      onProgress: progress.show,
    })
      .catch((error: unknown) => {
        throw asUserError(error, found, apiUrl);
      })
      .finally(progress.clear);
    await print(made, options);
    if (options.out !== undefined) await write(made, options.out);
    process.stderr.write(`${[...notesOn(made), lastLine(clients.meter.usage())].join("\n")}\n`);
  } catch (error) {
    if (error instanceof ReportError) throw new UserError(error.message, { cause: error });
    if (!(error instanceof ReaderGone)) throw error;
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

/** Parses `OWNER`, or `OWNER/REPO` once or more often. */
function parseScope(places: readonly string[]): ReportScope {
  const parsed = places.map((place) => {
    const [owner = "", name, ...rest] = place.split("/");
    if (owner === "" || name === "" || rest.length > 0)
      throw new UsageError(`${place} is not a repository or an owner: write OWNER/REPO or OWNER`);
    return { owner, name };
  });
  const [first = { owner: "", name: undefined }] = parsed;
  if (parsed.some(({ owner }) => owner.toLowerCase() !== first.owner.toLowerCase()))
    throw new UsageError("the repositories have several owners: a report is about one");
  const names = parsed.flatMap(({ name }) => name ?? []);
  if (names.length > 0 && names.length < parsed.length)
    throw new UsageError(`${first.owner} means all its repositories: leave it or the others out`);
  return { owner: first.owner, names: names.length === 0 ? "all" : names };
}

function parseWeeks({ weeks, week }: ReportOptions) {
  const count = Number(weeks);
  if (!/^\d+$/.test(weeks) || count < FEWEST_WEEKS || count > MOST_WEEKS)
    throw new UsageError(`--weeks ${weeks}: write a number from ${FEWEST_WEEKS} to ${MOST_WEEKS}`);
  if (week !== undefined && !isWeek(week))
    throw new UsageError(`--week ${week} is not an ISO week: write it as 2026-W47`);
  return { weeks: count, week };
}

async function print(made: Report, { json }: ReportOptions): Promise<void> {
  const output = openOutput(process.stdout);
  await output.write(`${json ? toJson(made) : made.text}\n`);
  await output.flush();
}

/** Writes the site, with the digest as Markdown and as JSON. */
async function write(made: Report, folder: string): Promise<void> {
  await writeFolder(folder, [
    ...(made.site === undefined ? [] : renderSite(made.site)),
    ["digest.md", `${made.text}\n`],
    ["digest.json", `${toJson(made)}\n`],
  ]);
}

/** The keys of `digest --json`, and what is missing, if anything is. */
function toJson({ digest, shortfalls }: Report): string {
  const found = shortfalls.length === 0 ? digest : { ...digest, incomplete: shortfalls };
  return JSON.stringify(found, undefined, 2);
}

function notesOn({ shortfalls, leftOut, published }: Report): readonly string[] {
  return [
    ...(published === undefined ? [] : [published]),
    ...shortfalls.map(shortfallLine),
    ...(leftOut === "" ? [] : [`Left out: ${leftOut}; name a repository to read it`]),
    UNSEEN,
  ];
}
