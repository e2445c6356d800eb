import { setTimeout as sleep } from "node:timers/promises";
import { createAppAuth, type InstallationAccessTokenAuthentication } from "@octokit/auth-app";
import type { Probot, ProbotOctokit } from "probot";
import { isWithinLast } from "../domain/waits.ts";
import { type GitHubClient, statusOf } from "./octokit.ts";

type Octokit = InstanceType<typeof ProbotOctokit>;
type AppAuth = ReturnType<typeof createAppAuth>;
type Hook = AppAuth["hook"];
/** What Octokit sends, with all its parameters. */
type Endpoint = Exclude<Parameters<Hook>[1], string>;

/** What a token can reach, in the words of GitHub's API. */
interface Scope {
  readonly repositoryIds?: number[];
  readonly permissions?: Readonly<Record<string, "read" | "write">>;
}

/** What Octokit gives a way to authenticate, and the scope. */
type ScopedAuthOptions = Parameters<typeof createAppAuth>[0] & {
  readonly octokit: Octokit;
  readonly scope: Scope;
};

const READING = { contents: "read", metadata: "read" } as const;
/** For so long after a token is made, not all of GitHub may know it. */
const REPLICATION_MS = 5_000;
const MOST_TRIES = 3;

/** Clients that act for installations, each with tokens that reach what it is for; making one sends nothing. */
export interface ScopedClients {
  /** A client that reaches one repository, with all that the App may do there. */
  readonly authenticate: (repository: CoveredRepository) => Promise<GitHubClient>;
  /** A client that can only read, and reaches all repositories of an installation: for what their owner says of them. */
  readonly authenticateOwner: (installationId: number) => Promise<GitHubClient>;
}

/** A repository and the installation that covers it. */
export interface CoveredRepository {
  readonly id: number;
  readonly installationId: number;
}

/** Makes the clients of an App. */
export function scopedClients(probot: Pick<Probot, "auth">): ScopedClients {
  return {
    authenticate: ({ id, installationId }) => create(installationId, { repositoryIds: [id] }),
    authenticateOwner: (installationId) => create(installationId, { permissions: READING }),
  };

  async function create(installationId: number, scope: Scope): Promise<GitHubClient> {
    const app = await probot.auth();
    const Octokit = app.constructor as typeof ProbotOctokit;
    return app.auth({
      type: "installation",
      installationId,
      factory: ({ octokitOptions, ...auth }: { octokitOptions: object }) =>
        new Octokit({ ...octokitOptions, authStrategy: createScopedAuth, auth: { ...auth, scope } }),
    }) as Promise<GitHubClient>;
  }
}

/**
 * Octokit's authentication of an App, with the tokens of its installation narrowed to a scope.
 *
 * Octokit's own sends requests with a token for all of an installation, whatever scope it is given, and goes on with one
 * that GitHub has withdrawn until it expires.
 */
function createScopedAuth({ octokit, scope, ...options }: ScopedAuthOptions): AppAuth {
  // Tokens are asked for as everything else is: at the right host, counted, and in turn.
  const auth = createAppAuth({ ...options, request: octokit.request });
  const asApp = auth.hook;
  const hook = async (request: Parameters<Hook>[0], endpoint: Endpoint) => {
    if (isAskedAsApp(endpoint.url)) return asApp(request, endpoint);
    let refresh = false;
    for (let tries = 1; ; tries += 1) {
      const token: InstallationAccessTokenAuthentication = await auth({
        type: "installation",
        ...scope,
        refresh,
      });
      const headers = { ...endpoint.headers, authorization: `token ${token.token}` };
      try {
        return await request({ ...endpoint, headers });
      } catch (error) {
        if (statusOf(error) !== 401 || tries === MOST_TRIES) throw error;
        refresh = !isWithinLast(REPLICATION_MS, Date.parse(token.createdAt), Date.now());
        if (!refresh) await sleep(tries * 1_000);
      }
    }
  };
  return Object.assign(auth, { hook: hook as Hook });
}

/** Whether a request is one of those that GitHub answers to an App itself; what is in braces is not filled in yet. */
function isAskedAsApp(url: string): boolean {
  return url.startsWith("/app/") || url.endsWith("/installation");
}
