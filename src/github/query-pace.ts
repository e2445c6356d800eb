import type { ProbotOctokit } from "probot";
import { SteadyLimiter } from "./steady-limiter.ts";

type Octokit = InstanceType<typeof ProbotOctokit>;
type OctokitOptions = ConstructorParameters<typeof ProbotOctokit>[0] & object;

/** A query waits here for the previous one of its installation; an idle limiter is deleted after this time. */
const QUERIES = new SteadyLimiter.Group({ maxConcurrent: 1, timeout: 120_000 });

/**
 * An Octokit plugin that sends the GraphQL queries of an installation one after another.
 *
 * GitHub's throttling plugin treats them as writes and begins one a second, also while others are still being answered.
 * GitHub itself allows 2,000 queries a minute, with at most 60 seconds of its CPU time, about as long as the responses
 * take: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export function paceQueries(
  octokit: object,
  { throttle, ...options }: OctokitOptions,
): Partial<Pick<Octokit, "graphql">> {
  if (throttle?.enabled === false || throttle?.write === QUERIES) return {};
  const Octokit = octokit.constructor as typeof ProbotOctokit;
  const paced = { ...throttle, write: QUERIES, global: QUERIES };
  return { graphql: new Octokit({ ...options, throttle: paced } as OctokitOptions).graphql };
}
