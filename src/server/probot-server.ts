import type { IncomingMessage, ServerResponse } from "node:http";
import { pino } from "pino";
import { type ApplicationFunction, Probot, Server } from "probot";
import type { GitHubEnv, ServerEnv } from "../env.ts";
import { withApiVersion } from "../github/api-version.ts";
import { type ContentLimit, createContentLimit } from "../github/content-limit.ts";
import { PlimsollOctokit, withContentLimit, withFetch, withGuard } from "../github/octokit.ts";
import type { FetchOf } from "../operations/api-metrics.ts";
import { secure } from "../pages/security-headers.ts";
import type { Intake } from "../queue/intake.ts";
import { claimAssertion } from "../storage/sql/claim.ts";
import { createPipeliningEnd } from "./pipelining.ts";

/** Probot reports each failure twice and would log whole events. Our code logs results where they are decided. */
const SILENT = pino({ level: "silent" });

/** Probot without a server, for commands that act on GitHub. */
export function createProbot(env: GitHubEnv, Octokit = PlimsollOctokit): Probot {
  return new Probot({ ...probotOptions(env), Octokit });
}

function probotOptions({ APP_ID, PRIVATE_KEY, GITHUB_API_URL }: GitHubEnv, send?: typeof fetch) {
  const options = { appId: APP_ID, privateKey: PRIVATE_KEY, baseUrl: GITHUB_API_URL, log: SILENT };
  // For requests for an installation's token, which no Octokit sends.
  return { ...options, request: { fetch: withApiVersion(send) } };
}

/** Replacements for Probot's own parts. */
interface ProbotParts {
  readonly intake: Intake;
  readonly fetchOf?: FetchOf;
  readonly Octokit: typeof PlimsollOctokit | undefined;
  /** The limit of writes to GitHub; one of this process alone if absent. */
  readonly contentLimit?: ContentLimit;
}

/** Probot's server with the app loaded, and with our intake instead of its webhook middleware; not started. */
export async function loadProbotServer(
  env: ServerEnv,
  app: ApplicationFunction,
  {
    intake,
    fetchOf = () => fetch,
    Octokit = PlimsollOctokit,
    contentLimit = createContentLimit(),
  }: ProbotParts,
): Promise<{ server: Server; probot: Probot }> {
  const options = {
    ...probotOptions(env, fetchOf(undefined)),
    Octokit: withGuard(withFetch(withContentLimit(Octokit, contentLimit), fetchOf), claimAssertion),
  };
  class ProbotWithIntake extends Probot.defaults(options) {
    override async getNodeMiddleware() {
      const endPipelining = createPipeliningEnd();
      // It comes before everything else, so that every answer gets the headers.
      return (request: IncomingMessage, response: ServerResponse) => {
        secure(response);
        endPipelining(request, response);
        return intake(request, response);
      };
    }
  }
  const server = new Server({
    host: env.HOST,
    // Probot treats the number 0 as unset. As text it reaches the system, which then picks a free port.
    port: String(env.PORT) as unknown as number,
    log: SILENT,
    Probot: ProbotWithIntake,
    enableStaticFiles: false,
  });
  return new Promise((resolve, reject) => {
    const load: ApplicationFunction = async (probot, options) => {
      await app(probot, options);
      resolve({ server, probot });
    };
    server.load(load).catch(reject);
  });
}
