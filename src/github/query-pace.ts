import type { ProbotOctokit } from "probot";
import { SteadyLimiter } from "./steady-limiter.ts";

type Octokit = InstanceType<typeof ProbotOctokit>;
type OctokitOptions = ConstructorParameters<typeof ProbotOctokit>[0] & object;

/** Queries wait here for the one before them, those of each installation apart; what is idle so long is forgotten. */
const QUERIES = new SteadyLimiter.Group({ maxConcurrent: 1, timeout: 120_000 });

/**
 * An Octokit plugin that sends the GraphQL queries of an installation one after another.
 *
 * GitHub's plugin for throttling takes them for writes and begins one a second, however many are still being answered.
 * GitHub itself allows 2,000 queries a minute, and to spend 60 of its seconds on them, about as long as they take to
 * be answered: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
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
