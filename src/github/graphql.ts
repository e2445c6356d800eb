import { type GitHubClient, statusOf } from "./octokit.ts";
import { rateLimitWait } from "./rate-limits.ts";
import type { RequestBudget } from "./request-budget.ts";

/** GitHub could not answer a query whole in its time: less must be asked for. */
export class QueryTooLarge extends Error {
  override readonly name = "QueryTooLarge";
}

/** GitHub does not answer such a query at all, as an older Enterprise Server or an app that lacks a permission. */
export class QueryUnavailable extends Error {
  override readonly name = "QueryUnavailable";
}

/** The part of each query that tells what it cost; `budgetOf` reads it. */
export const BUDGET = "rateLimit { cost limit remaining resetAt }";

/** What an answer tells of the budget; `null` where no limit is set. */
export interface ToldBudget {
  readonly rateLimit: {
    readonly cost: number;
    readonly limit: number;
    readonly remaining: number;
    readonly resetAt: string;
  } | null;
}

/** How long an answer may take, the wait for GitHub's rate limit included; GitHub itself gives up after ten seconds. */
const TIMEOUT_MS = 120_000;
const TOO_LARGE: ReadonlySet<number | undefined> = new Set([500, 502, 503, 504]);
const UNAVAILABLE: ReadonlySet<number | undefined> = new Set([400, 403, 404, 405, 406, 410, 422]);

/**
 * Asks GitHub's GraphQL API.
 *
 * Throws `QueryTooLarge` or `QueryUnavailable`; every other failure rises. A refused query is not sent again as it is.
 */
export async function askGraphql<Answer>(
  octokit: GitHubClient,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const request = { retries: 0, signal: AbortSignal.timeout(TIMEOUT_MS) };
  try {
    return await octokit.graphql<Answer>(query, { ...variables, request });
  } catch (error) {
    throw asRefusal(error);
  }
}

/** What is left of an installation's budget by an answer. */
export function budgetOf({ rateLimit }: ToldBudget): RequestBudget | undefined {
  return rateLimit === null ? undefined : { ...rateLimit, resetAt: new Date(rateLimit.resetAt) };
}

interface AnsweredError {
  readonly type?: string;
  readonly extensions?: { readonly code?: string };
}

function asRefusal(error: unknown): unknown {
  if (rateLimitWait(error) !== undefined) return error;
  const answered = answeredErrors(error);
  if (answered.some(({ type }) => type === "RATE_LIMITED" || type === "NOT_FOUND")) return error;
  // A field that a server does not know is said to be undefined; what an app may not see is forbidden.
  const isUnknown = answered.some(({ type, extensions }) => type === "FORBIDDEN" || extensions?.code);
  if (isUnknown || UNAVAILABLE.has(statusOf(error)))
    return new QueryUnavailable(String(error), { cause: error });
  const isLarge = answered.length > 0 || TOO_LARGE.has(statusOf(error)) || isTimeout(error);
  return isLarge ? new QueryTooLarge(String(error), { cause: error }) : error;
}

/** The errors that GitHub lists in an answer, with or without a part of the data. */
function answeredErrors(error: unknown): readonly AnsweredError[] {
  const isAnswer = error instanceof Error && error.name === "GraphqlResponseError" && "errors" in error;
  return isAnswer && Array.isArray(error.errors) ? error.errors : [];
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
}
