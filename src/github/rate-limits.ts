import { z } from "zod";
import { statusOf } from "./octokit.ts";

const SECOND = 1_000;
/** The wait after a secondary limit that names none. */
const UNSAID_MS = 60 * SECOND;
/** GitHub's windows are an hour long. */
const MOST_MS = 3_600 * SECOND;

const limits = z.object({
  date: z.string().optional(),
  "retry-after": z.coerce.number().optional(),
  "x-ratelimit-remaining": z.coerce.number().optional(),
  "x-ratelimit-reset": z.coerce.number().optional(),
});
const errors = z.array(z.object({ type: z.string().optional() }));

/** GitHub's limits in an error: of REST, of the throttling plugin, or of GraphQL. */
const refusal = z.object({ response: z.object({ headers: limits }) });
const refusedQuery = z.union([
  z.object({ headers: limits, errors }),
  z
    .object({ response: z.object({ headers: limits, data: z.object({ errors }) }) })
    .transform(({ response }) => ({ headers: response.headers, errors: response.data.errors })),
]);
/** GraphQL answers 200, and names the limit as a type of error; both names occur. */
const LIMITED: ReadonlySet<string | undefined> = new Set(["RATE_LIMITED", "RATE_LIMIT"]);

/**
 * The wait in milliseconds after a request that met a rate limit; `undefined` for any other error.
 *
 * It counts by GitHub's clock, so that a wrong one here does no harm. See docs.github.com, "Rate limits for the REST
 * API", exceeding the rate limit.
 */
export function rateLimitWait(error: unknown): number | undefined {
  const status = statusOf(error);
  const query = refusedQuery.safeParse(error).data;
  const isQuery = query?.errors.some(({ type }) => LIMITED.has(type)) === true;
  if (status !== 403 && status !== 429 && !isQuery) return undefined;
  const headers = isQuery ? query.headers : (refusal.safeParse(error).data?.response.headers ?? {});
  const retryAfter = headers["retry-after"];
  if (retryAfter !== undefined) return bounded(retryAfter * SECOND);
  const reset = headers["x-ratelimit-reset"];
  if (headers["x-ratelimit-remaining"] === 0 && reset !== undefined) {
    // One second more, since the reset is in whole seconds.
    return bounded((reset + 1) * SECOND - (headers.date ? Date.parse(headers.date) : Date.now()));
  }
  // Only its text distinguishes a 403 for a secondary limit from one for a missing permission.
  return status === 429 || isQuery || /\bsecondary rate\b/i.test(String(error)) ? UNSAID_MS : undefined;
}

function bounded(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, SECOND), MOST_MS);
}
