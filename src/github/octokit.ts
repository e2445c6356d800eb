import { setTimeout as sleep } from "node:timers/promises";
import type { Octokit } from "@octokit/rest";
import { ProbotOctokit } from "probot";
import { withApiVersion } from "./api-version.ts";
import { withAppJwtSource } from "./app-jwt.ts";
import { refuseBrokenAnswers } from "./broken-answers.ts";
import { type ContentLimit, ContentLimitError, contentOf, createContentLimit } from "./content-limit.ts";
import { parsePlainly } from "./plain-answers.ts";
import { paceQueries } from "./query-pace.ts";
import { SteadyLimiter } from "./steady-limiter.ts";

type OctokitOptions = ConstructorParameters<typeof ProbotOctokit>[0] & object;

/** The part of an Octokit that the adapters use; Probot's and `@octokit/rest`'s both have it. */
export type GitHubClient = Pick<Octokit, "rest" | "paginate" | "graphql" | "request">;

/** A repository as GitHub's API addresses it. */
export interface RepositoryAddress {
  readonly owner: string;
  readonly name: string;
}

/** The longest wait for a rate limit in memory; a longer one fails the request, and the queue retries it later. */
const MOST_WAIT_SECONDS = 60;

/** An option of ours beside Octokit's. */
interface LimitOptions {
  /** The limit of writes to use instead of this process's own. */
  readonly contentLimit?: ContentLimit;
}

/**
 * Probot's Octokit with better defaults.
 *
 * Each installation gets its own rate limiter; Probot queues all of them behind one. After a rate limit that resets
 * soon, a request is sent once more. Probot would wait up to an hour for a primary limit, only warn of a secondary one,
 * and then repeat a 429 as if it were a failure. No limiter waits for a time of a wrong clock. Options must be given as
 * a function: Probot's would overwrite an object (probot#2039).
 */
export const PlimsollOctokit = ProbotOctokit.plugin(
  parsePlainly,
  refuseBrokenAnswers,
  limitContent(createContentLimit()),
  paceQueries,
).defaults((options: OctokitOptions) => ({
  ...options,
  ...(options.auth && { auth: withAppJwtSource(options.auth) }),
  request: { ...options.request, fetch: withApiVersion(options.request?.fetch) },
  retry: { ...options.retry, doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451] },
  throttle: {
    ...options.throttle,
    Bottleneck: SteadyLimiter,
    ...(options.auth?.installationId && { id: String(options.auth.installationId) }),
    onRateLimit: isSoon,
    onSecondaryRateLimit: isSoon,
  },
}));

/** The same without retries and throttling, for callers that need the first answer. */
export const ImpatientOctokit = PlimsollOctokit.defaults((options: OctokitOptions) => ({
  ...options,
  retry: { ...options.retry, enabled: false },
  throttle: { ...options.throttle, enabled: false },
}));

/**
 * An Octokit plugin that sends nothing over an installation's quota, and throws a `ContentLimitError` instead.
 *
 * GitHub's throttling plugin sends one write a second, less than the 80 a minute that GitHub allows, but has no limit
 * for the hour. It also waits in memory, and an hour's wait would hold up all other installations. A refused write
 * (4xx) wrote nothing, so it does not count; a lost response may have been a success, so it counts.
 */
export function limitContent(limit: ContentLimit) {
  return (
    { hook }: Pick<InstanceType<typeof ProbotOctokit>, "hook">,
    options: OctokitOptions & LimitOptions,
  ) => {
    const installationId = options.auth?.installationId;
    const { contentLimit = limit } = options;
    if (installationId === undefined || options.throttle?.enabled === false) return;
    hook.wrap("request", async (request, endpoint) => {
      const kind = contentOf(endpoint);
      if (kind === undefined) return request(endpoint);
      const { wait, pause = 0, takeBack } = await contentLimit.admit(installationId, kind);
      if (wait > 0) throw new ContentLimitError(wait);
      if (pause > 0) await sleep(pause);
      try {
        return await request(endpoint);
      } catch (error) {
        if (isRejected(error)) await takeBack();
        throw error;
      }
    });
  };
}

/** Counts the writes of an Octokit in another limit, such as one that all servers of a store share. */
export function withContentLimit(
  Octokit: typeof PlimsollOctokit,
  contentLimit: ContentLimit,
): typeof PlimsollOctokit {
  return Octokit.defaults((options: OctokitOptions) => ({ ...options, contentLimit }));
}

/**
 * Calls the result of `guard` right before each request is sent, after all waits for limits; it throws to stop it.
 * `guard` itself is called where the request is made: a limiter sends it in the context of another one.
 */
export function withGuard(Octokit: typeof PlimsollOctokit, guard: () => () => void): typeof PlimsollOctokit {
  return Octokit.plugin(({ hook }: Pick<InstanceType<typeof ProbotOctokit>, "hook">) => {
    hook.wrap("request", (request, endpoint) => {
      const assertAllowed = guard();
      const send = (endpoint.request?.fetch ?? fetch) as typeof fetch;
      const guarded: typeof fetch = async (...of) => {
        assertAllowed();
        return send(...of);
      };
      // Other hooks get this very object, and not what is passed on here.
      endpoint.request = { ...endpoint.request, fetch: guarded };
      return request(endpoint);
    });
  }) as typeof PlimsollOctokit;
}

/** Gives each installation's Octokit its own `fetch`. */
export function withFetch(
  Octokit: typeof PlimsollOctokit,
  fetchOf: (installationId: number | undefined) => typeof fetch,
): typeof PlimsollOctokit {
  return Octokit.defaults((options: OctokitOptions) => ({
    ...options,
    request: { ...options.request, fetch: fetchOf(options.auth?.installationId) },
  }));
}

function isSoon(seconds: number, _request: object, _octokit: object, retries: number): boolean {
  return seconds <= MOST_WAIT_SECONDS && retries < 1;
}

/** The HTTP status of a failed request; `undefined` for any other error. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "status" in error && typeof error.status === "number"
    ? error.status
    : undefined;
}

/**
 * Whether GitHub answered that it cannot answer, as for a comparison whose "diff is taking too long to generate".
 *
 * Octokit gives a network failure the status 500 too, but no response.
 */
export function isRefusal(error: unknown): boolean {
  const isAnswered = error instanceof Error && "response" in error && error.response !== undefined;
  return isAnswered && (statusOf(error) ?? 0) >= 500;
}

/** Turns an expected error into `undefined`; passes on any other. */
export function undefinedWhen(isExpected: (error: unknown) => boolean): (error: unknown) => undefined {
  return (error) => {
    if (!isExpected(error)) throw error;
    return undefined;
  };
}

/** The same for some statuses of GitHub's. */
export function undefinedOn(...statuses: readonly number[]): (error: unknown) => undefined {
  return undefinedWhen((error) => statuses.includes(statusOf(error) ?? 0));
}

/** Turns GitHub's failure to answer into `undefined`, so that it holds up nothing else; passes on any other error. */
export const undefinedWhenUnanswered = undefinedWhen(isRefusal);

/** The same, also for a thing that is gone (404, 410). */
export const undefinedWhenUnansweredOrGone = undefinedWhen((error) => {
  return isRefusal(error) || [404, 410].includes(statusOf(error) ?? 0);
});

/** Whether GitHub refused the request (4xx). After a lost response nobody knows. */
export function isRejected(error: unknown): boolean {
  const status = statusOf(error) ?? 0;
  return status >= 400 && status < 500;
}
