import { setTimeout as sleep } from "node:timers/promises";
import { createAppAuth, type InstallationAccessTokenAuthentication } from "@octokit/auth-app";
import type { Probot, ProbotOctokit } from "probot";
import { isWithinLast } from "../domain/waits.ts";
import { type GitHubClient, statusOf } from "./octokit.ts";

type Octokit = InstanceType<typeof ProbotOctokit>;
type AppAuth = ReturnType<typeof createAppAuth>;
type Hook = AppAuth["hook"];
/** The request of an Octokit, with all its parameters. */
type Endpoint = Exclude<Parameters<Hook>[1], string>;

/** The reach of a token, in the words of GitHub's API. */
interface Scope {
  readonly repositoryIds?: number[];
  readonly permissions?: Readonly<Record<string, "read" | "write">>;
}

/** Octokit's options for an authentication strategy, and the scope. */
type ScopedAuthOptions = Parameters<typeof createAppAuth>[0] & {
  readonly octokit: Octokit;
  readonly scope: Scope;
};

const READING = { contents: "read", metadata: "read" } as const;
/** After a token is made, some parts of GitHub may not know it for this long. */
const REPLICATION_MS = 5_000;
const MOST_TRIES = 3;

/** Makes clients that act for installations, with tokens of a narrow scope; making one sends nothing. */
export interface ScopedClients {
  /** A client that reaches one repository, with all permissions of the App there. */
  readonly authenticate: (repository: CoveredRepository) => Promise<GitHubClient>;
  /** A client that can only read, and reaches all repositories of an installation: it reads the owner's config. */
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
 * Octokit's authentication of an App, with installation tokens narrowed to a scope.
 *
 * Octokit's own strategy ignores the scope when it sends requests, and keeps a token that GitHub has withdrawn until it
 * expires.
 */
function createScopedAuth({ octokit, scope, ...options }: ScopedAuthOptions): AppAuth {
  // Token requests go through the same client: the right host, counted, and in turn.
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

/** Whether GitHub answers a request only to an App itself; the parameters in braces are not filled in yet. */
function isAskedAsApp(url: string): boolean {
  return url.startsWith("/app/") || url.endsWith("/installation");
}
