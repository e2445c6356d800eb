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
 * What GitHub's types of errors mean here; they stand in no document but in issues of GitHub's users.
 *
 * What an app may not see is `FORBIDDEN`, with "Resource not accessible by integration", or `NOT_FOUND`, even where REST
 * tells it. All others, with the untyped "Something went wrong while executing your query", say that less must be asked
 * for: `MAX_NODE_LIMIT_EXCEEDED`, `RESOURCE_LIMITS_EXCEEDED`, `EXCESSIVE_PAGINATION`, `ARGUMENT_LIMIT`, timeouts.
 */
const NOT_TOLD: ReadonlySet<string | undefined> = new Set(["FORBIDDEN", "NOT_FOUND", "INSUFFICIENT_SCOPES"]);
/** Nothing is wrong with the query: it is asked again as it is. */
const FAILING: ReadonlySet<string | undefined> = new Set([
  ...["SERVICE_UNAVAILABLE", "INTERNAL", "INTERNAL_ERROR", "SOMETHING_WENT_WRONG"],
]);

/** Whether a caller reads by another way what is missing at a place of an answer, by GitHub's type of error. */
export type MayLack = (path: readonly (string | number)[], type: string | undefined) => boolean;

/** In an answer of `nodes(ids: …)`, each node stands for itself. */
export const ANY_NODE: MayLack = ([, index]) => typeof index === "number";

/** What a query is asked with; `mayLack` is for us, and not sent. */
type QueryVariables = Readonly<Record<string, unknown>> & { readonly mayLack?: MayLack };

/**
 * Asks GitHub's GraphQL API.
 *
 * Throws `QueryTooLarge` or `QueryUnavailable`; every other failure rises. A refused query is not sent again as it is.
 * Where GitHub does not tell a part that the caller may lack, the rest is returned, with null in its place.
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

/** Whether GitHub does not answer a query, or not one for so much. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof QueryTooLarge || isUnavailable(error);
}

/** Asks for some items, and for their halves where GitHub cannot answer for all; what it cannot of the fewest is left out. */
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

/** What is left of an installation's budget by an answer. */
export function budgetOf({ rateLimit }: ToldBudget): RequestBudget | undefined {
  return rateLimit === null ? undefined : { ...rateLimit, resetAt: new Date(rateLimit.resetAt) };
}

interface AnsweredError {
  readonly type?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string };
}

/** What GitHub did tell, where all that it did not may be lacking. */
function restOf<Answer>(error: unknown, mayLack: MayLack | undefined): Answer | undefined {
  const answered = answeredErrors(error);
  if (mayLack === undefined || answered.length === 0) return undefined;
  const isRest = answered.every(
    ({ type, path }) => NOT_TOLD.has(type) && path !== undefined && mayLack(path, type),
  );
  const { data } = error as { readonly data?: Answer | null };
  return isRest ? (data ?? undefined) : undefined;
}

function asRefusal(error: unknown): unknown {
  if (rateLimitWait(error) !== undefined) return error;
  const answered = answeredErrors(error);
  if (answered.some(({ type }) => FAILING.has(type))) return error;
  // A field that a server does not know is said to be undefined, by a code.
  const isNotTold = answered.some(({ type, extensions }) => NOT_TOLD.has(type) || extensions?.code);
  if (isNotTold || UNAVAILABLE.has(statusOf(error)))
    return new QueryUnavailable("GitHub does not answer the query", { cause: error });
  const isLarge = answered.length > 0 || TOO_LARGE.has(statusOf(error)) || isTimeout(error);
  return isLarge ? new QueryTooLarge("GitHub cannot answer the query whole", { cause: error }) : error;
}

/** The errors that GitHub lists in an answer, with or without a part of the data. */
function answeredErrors(error: unknown): readonly AnsweredError[] {
  const isAnswer = error instanceof Error && error.name === "GraphqlResponseError" && "errors" in error;
  return isAnswer && Array.isArray(error.errors) ? error.errors : [];
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
}
