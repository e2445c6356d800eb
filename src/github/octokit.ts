import type { Octokit } from "@octokit/rest";
import { ProbotOctokit } from "probot";

type OctokitOptions = ConstructorParameters<typeof ProbotOctokit>[0] & object;

/** What the adapters need of an Octokit; Probot's and `@octokit/rest`'s both have it. */
export type GitHubClient = Pick<Octokit, "rest" | "paginate">;

/** A repository as GitHub's API addresses it. */
export interface RepositoryAddress {
  readonly owner: string;
  readonly name: string;
}

/**
 * Probot's Octokit with two of its defaults mended.
 *
 * Each installation gets a rate limiter of its own, where Probot queues all of them behind one, and a request that met a
 * secondary rate limit is sent again, where Probot only warns. Options given as an object instead of a function would
 * be overwritten by Probot's (probot#2039).
 */
export const PlimsollOctokit = ProbotOctokit.defaults((options: OctokitOptions) => ({
  ...options,
  throttle: {
    ...options.throttle,
    ...(options.auth?.installationId && { id: String(options.auth.installationId) }),
    onSecondaryRateLimit: (_seconds: number, _request: object, _octokit: object, retries: number) =>
      retries < 2,
  },
}));

/** GitHub's HTTP status when a request failed for it; `undefined` for any other error. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "status" in error && typeof error.status === "number"
    ? error.status
    : undefined;
}

/** Answers a request about something that GitHub does not know with `undefined`; lets every other failure rise. */
export function undefinedWhenUnknown(error: unknown): undefined {
  // 422 is GitHub's answer to an id that no commit has.
  if (statusOf(error) === 404 || statusOf(error) === 422) return undefined;
  throw error;
}
