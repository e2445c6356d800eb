import { isWeek, type Week } from "../domain/metric/week.ts";
import type { ReportScope } from "../report/find-repositories.ts";
import { UsageError } from "./user-error.ts";

/** What a report is about, unparsed. */
interface GivenRequest {
  readonly weeks: string;
  readonly week?: string | undefined;
  readonly publish?: boolean | undefined;
}

/** What a report is about. */
export interface ReportRequest {
  readonly scope: ReportScope;
  readonly weeks: number;
  readonly week: Week | undefined;
  readonly publishes: boolean;
}

const [FEWEST_WEEKS, MOST_WEEKS] = [2, 104];

/** Parses a request for a report. Throws a `UsageError`. */
export function parseRequest(places: readonly string[], given: GivenRequest): ReportRequest {
  const { publish: publishes = false } = given;
  const scope = parseScope(places);
  const { weeks, week } = parseWeeks(given);
  if (publishes && scope.names !== "all" && scope.names.length > 1)
    throw new UsageError(
      "--publish takes one OWNER/REPO, or OWNER: a part of an organization has no digest issue",
    );
  return { scope, weeks, week, publishes };
}

/** Whether the site of the report has a page for each repository. */
export function hasPages({ scope }: ReportRequest): boolean {
  return scope.names === "all" || scope.names.length > 1;
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

function parseWeeks({ weeks, week }: GivenRequest) {
  const count = Number(weeks);
  if (!/^\d+$/.test(weeks) || count < FEWEST_WEEKS || count > MOST_WEEKS)
    throw new UsageError(`--weeks ${weeks}: write a number from ${FEWEST_WEEKS} to ${MOST_WEEKS}`);
  if (week !== undefined && !isWeek(week))
    throw new UsageError(`--week ${week} is not an ISO week: write it as 2026-W47`);
  return { weeks: count, week };
}
