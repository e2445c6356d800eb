import { type GitHubClient, statusOf } from "./octokit.ts";
import { rateLimitWait } from "./rate-limits.ts";
import type { RequestBudget } from "./request-budget.ts";

/** GitHub could not answer the whole query in its time: a smaller one may succeed. */
export class QueryTooLarge extends Error {
  override readonly name = "QueryTooLarge";
}

/** GitHub does not answer such a query at all: an older Enterprise Server, or an app without the permission. */
export class QueryUnavailable extends Error {
  override readonly name = "QueryUnavailable";
}

/** The part of each query that asks for its cost; `budgetOf` reads it. */
export const BUDGET = "rateLimit { cost limit remaining resetAt }";

/** The budget in a response; `null` where no limit is set. */
export interface BudgetAnswer {
  readonly rateLimit: {
    readonly cost: number;
    readonly limit: number;
    readonly remaining: number;
    readonly resetAt: string;
  } | null;
}

/** The longest wait for a response, with the wait for the rate limit; GitHub itself gives up after ten seconds. */
const TIMEOUT_MS = 120_000;
const TOO_LARGE: ReadonlySet<number | undefined> = new Set([500, 502, 503, 504]);
const UNAVAILABLE: ReadonlySet<number | undefined> = new Set([400, 403, 404, 405, 406, 410, 422]);

/**
 * The meaning of GitHub's error types here. No document describes them, only issues of GitHub's users.
 *
 * A part that an app may not see is `FORBIDDEN`, with "Resource not accessible by integration", or `NOT_FOUND`, even
 * where REST returns it. All other types, with the untyped "Something went wrong while executing your query", mean that
 * the query is too large: `MAX_NODE_LIMIT_EXCEEDED`, `RESOURCE_LIMITS_EXCEEDED`, `EXCESSIVE_PAGINATION`,
 * `ARGUMENT_LIMIT`, timeouts.
 */
const NOT_PROVIDED: ReadonlySet<string | undefined> = new Set([
  "FORBIDDEN",
  "NOT_FOUND",
  "INSUFFICIENT_SCOPES",
]);
/** The kinds of errors after which the same query can be repeated. */
const FAILING: ReadonlySet<string | undefined> = new Set([
  ...["SERVICE_UNAVAILABLE", "INTERNAL", "INTERNAL_ERROR", "SOMETHING_WENT_WRONG"],
]);

/** Whether a caller can read a missing part of a response in another way, by its path and GitHub's type of error. */
export type MayLack = (path: readonly (string | number)[], type: string | undefined) => boolean;

/** In a response to `nodes(ids: …)`, each node is independent. */
export const ANY_NODE: MayLack = ([, index]) => typeof index === "number";

/** The variables of a query; `mayLack` is ours, and is not sent. */
type QueryVariables = Readonly<Record<string, unknown>> & { readonly mayLack?: MayLack };

/**
 * Sends a query to GitHub's GraphQL API.
 *
 * Throws `QueryTooLarge` or `QueryUnavailable`, or passes on any other error. A refused query is not repeated as it is.
 * Where the caller may lack a missing part, the rest is returned, with null in its place.
 */
export async function askGraphql<Answer>(
  octokit: GitHubClient,
  query: string,
  { mayLack, ...variables }: QueryVariables,
): Promise<Answer> {
  const request = { retries: 0, signal: AbortSignal.timeout(TIMEOUT_MS) };
  try {
    return await octokit.graphql<Answer>(query, { ...variables, request });
  } catch (error) {
    const rest = restOf<Answer>(error, mayLack);
    if (rest !== undefined) return rest;
    throw asRefusal(error);
  }
}

/** Whether GitHub does not answer such a query at all. */
export function isUnavailable(error: unknown): error is QueryUnavailable {
  return error instanceof QueryUnavailable;
}

/** Whether GitHub does not answer a query, or cannot answer one of this size. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof QueryTooLarge || isUnavailable(error);
}

/** Asks for items, and for halves of them when the whole is too large. It leaves out `fewest` items that are still too many. */
export async function askInHalves<Item, Answer>(
  items: readonly Item[],
  fewest: number,
  ask: (items: readonly Item[]) => Promise<Answer>,
): Promise<Answer[]> {
  try {
    return [await ask(items)];
  } catch (error) {
    if (!(error instanceof QueryTooLarge)) throw error;
    if (items.length <= fewest) return [];
    const middle = Math.ceil(items.length / 2);
    const first = await askInHalves(items.slice(0, middle), fewest, ask);
    return [...first, ...(await askInHalves(items.slice(middle), fewest, ask))];
  }
}

/** The budget of an installation after a response. */
export function budgetOf({ rateLimit }: BudgetAnswer): RequestBudget | undefined {
  return rateLimit === null ? undefined : { ...rateLimit, resetAt: new Date(rateLimit.resetAt) };
}

interface AnsweredError {
  readonly type?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string };
}

/** The data of a failed response, if the caller may lack every missing part. */
function restOf<Answer>(error: unknown, mayLack: MayLack | undefined): Answer | undefined {
  const answered = answeredErrors(error);
  if (mayLack === undefined || answered.length === 0) return undefined;
  const isRest = answered.every(
    ({ type, path }) => NOT_PROVIDED.has(type) && path !== undefined && mayLack(path, type),
  );
  const { data } = error as { readonly data?: Answer | null };
  return isRest ? (data ?? undefined) : undefined;
}

function asRefusal(error: unknown): unknown {
  if (rateLimitWait(error) !== undefined) return error;
  const answered = answeredErrors(error);
  if (answered.some(({ type }) => FAILING.has(type))) return error;
  // A server reports a field that it does not know by a code.
  const isNotProvided = answered.some(({ type, extensions }) => NOT_PROVIDED.has(type) || extensions?.code);
  if (isNotProvided || UNAVAILABLE.has(statusOf(error)))
    return new QueryUnavailable("GitHub does not answer the query", { cause: error });
  const isLarge = answered.length > 0 || TOO_LARGE.has(statusOf(error)) || isTimeout(error);
  return isLarge ? new QueryTooLarge("GitHub cannot answer the query whole", { cause: error }) : error;
}

/** The errors in a response, with or without a part of the data. */
function answeredErrors(error: unknown): readonly AnsweredError[] {
  const isAnswer = error instanceof Error && error.name === "GraphqlResponseError" && "errors" in error;
  return isAnswer && Array.isArray(error.errors) ? error.errors : [];
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
}
