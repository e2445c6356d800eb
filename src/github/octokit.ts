import type { Octokit } from "@octokit/rest";
import { ProbotOctokit } from "probot";
import { versioned } from "./api-version.ts";
import { provenOnce } from "./app-jwt.ts";
import { refuseBrokenAnswers } from "./broken-answers.ts";
import { type ContentLimit, ContentLimitError, contentOf, createContentLimit } from "./content-limit.ts";
import { parsePlainly } from "./plain-answers.ts";
import { paceQueries } from "./query-pace.ts";
import { SteadyLimiter } from "./steady-limiter.ts";

type OctokitOptions = ConstructorParameters<typeof ProbotOctokit>[0] & object;

/** What the adapters need of an Octokit; Probot's and `@octokit/rest`'s both have it. */
export type GitHubClient = Pick<Octokit, "rest" | "paginate" | "graphql" | "request">;

/** A repository as GitHub's API addresses it. */
export interface RepositoryAddress {
  readonly owner: string;
  readonly name: string;
}

/** How long a request may wait in memory for a rate limit; what must wait longer fails, and is put off durably. */
const MOST_WAIT_SECONDS = 60;

/** What each installation may still write within the hour; what was sent before the start, the server tells it. */
export const CONTENT_LIMIT = createContentLimit();

/**
 * Probot's Octokit with its defaults mended.
 *
 * Each installation gets a rate limiter of its own, where Probot queues all of them behind one. A request that met a rate
 * limit is sent again once if that is soon, where Probot waits up to an hour for a primary one and only warns of a
 * secondary one, and then repeats what met a 429 as if it were a failure. No limiter waits for a time by a wrong clock. Options given as an object instead of a
 * function would be overwritten by Probot's (probot#2039).
 */
export const PlimsollOctokit = ProbotOctokit.plugin(
  parsePlainly,
  refuseBrokenAnswers,
  limitContent(CONTENT_LIMIT),
  paceQueries,
).defaults((options: OctokitOptions) => ({
  ...options,
  ...(options.auth && { auth: provenOnce(options.auth) }),
  request: { ...options.request, fetch: versioned(options.request?.fetch) },
  retry: { ...options.retry, doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451] },
  throttle: {
    ...options.throttle,
    Bottleneck: SteadyLimiter,
    ...(options.auth?.installationId && { id: String(options.auth.installationId) }),
    onRateLimit: isSoon,
    onSecondaryRateLimit: isSoon,
  },
}));

/** The same, which repeats nothing and holds nothing back: for who waits for an answer, whatever it is. */
export const ImpatientOctokit = PlimsollOctokit.defaults((options: OctokitOptions) => ({
  ...options,
  retry: { ...options.retry, enabled: false },
  throttle: { ...options.throttle, enabled: false },
}));

/**
 * An Octokit plugin that sends nothing over an installation's quota: a `ContentLimitError` is thrown instead.
 *
 * GitHub's plugin for throttling sends one write a second, which is less than the 80 a minute that GitHub takes, but knows
 * no hour. It waits in memory besides, and what waits there for an hour would hold up all other installations. What
 * GitHub refused (4xx) wrote nothing, so it costs nothing; an answer that was lost may have been a success, and does.
 */
export function limitContent(limit: ContentLimit) {
  return ({ hook }: Pick<InstanceType<typeof ProbotOctokit>, "hook">, options: OctokitOptions) => {
    const installationId = options.auth?.installationId;
    if (installationId === undefined || options.throttle?.enabled === false) return;
    hook.wrap("request", async (request, endpoint) => {
      const kind = contentOf(endpoint);
      if (kind === undefined) return request(endpoint);
      const { wait, takeBack } = limit.admit(installationId, kind);
      if (wait > 0) throw new ContentLimitError(wait);
      try {
        return await request(endpoint);
      } catch (error) {
        if (isRejected(error)) takeBack();
        throw error;
      }
    });
  };
}

/** The same Octokit with each installation's requests sent by a `fetch` of its own. */
export function fetchingBy(
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

/** GitHub's HTTP status when a request failed for it; `undefined` for any other error. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "status" in error && typeof error.status === "number"
    ? error.status
    : undefined;
}

/**
 * Whether GitHub answered that it cannot tell, as for a comparison whose "diff is taking too long to generate".
 *
 * Octokit gives a failure of the network the status 500 too, but that has no answer.
 */
export function isRefusal(error: unknown): boolean {
  const isAnswered = error instanceof Error && "response" in error && error.response !== undefined;
  return isAnswered && (statusOf(error) ?? 0) >= 500;
}

/** Answers a failure that is meant with `undefined`; lets every other one rise. */
export function undefinedWhen(isMeant: (error: unknown) => boolean): (error: unknown) => undefined {
  return (error) => {
    if (!isMeant(error)) throw error;
    return undefined;
  };
}

/** The same of some of GitHub's statuses. */
export function undefinedOn(...statuses: readonly number[]): (error: unknown) => undefined {
  return undefinedWhen((error) => statuses.includes(statusOf(error) ?? 0));
}

/** Answers what GitHub cannot tell with `undefined`, so that one thing holds up no other; lets every other failure rise. */
export const undefinedWhenUntold = undefinedWhen(isRefusal);

/** The same of what GitHub knows no more, too. */
export const undefinedWhenUntoldOrGone = undefinedWhen((error) => {
  return isRefusal(error) || [404, 410].includes(statusOf(error) ?? 0);
});

/** Whether GitHub answered that it does not do what it was asked to (4xx); for a lost answer, nobody knows. */
export function isRejected(error: unknown): boolean {
  const status = statusOf(error) ?? 0;
  return status >= 400 && status < 500;
}
