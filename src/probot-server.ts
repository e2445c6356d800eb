import { pino } from "pino";
import { type ApplicationFunction, Probot, Server } from "probot";
import type { Intake } from "./deliveries/intake.ts";
import type { GitHubEnv, ServerEnv } from "./env.ts";
import { PlimsollOctokit } from "./github/octokit.ts";

/** Probot reports each failure twice and would log whole events; outcomes are logged where they are decided. */
const SILENT = pino({ level: "silent" });

/** Probot without a server, for commands that act on GitHub. */
export function createProbot(env: GitHubEnv): Probot {
  return new Probot(probotOptions(env));
}

function probotOptions({ APP_ID, PRIVATE_KEY, GITHUB_API_URL }: GitHubEnv, Octokit = PlimsollOctokit) {
  return { appId: APP_ID, privateKey: PRIVATE_KEY, baseUrl: GITHUB_API_URL, log: SILENT, Octokit };
}

/** What takes the place of Probot's own parts. */
export interface ProbotParts {
  readonly intake: Intake;
  readonly Octokit: typeof PlimsollOctokit | undefined;
}

/** Probot's server with the app loaded, and with our intake in the place of its webhook middleware; not started. */
export async function loadProbotServer(
  env: ServerEnv,
  app: ApplicationFunction,
  { intake, Octokit }: ProbotParts,
): Promise<{ server: Server; probot: Probot }> {
  class ProbotWithIntake extends Probot.defaults(probotOptions(env, Octokit)) {
    override async getNodeMiddleware() {
      return intake;
    }
  }
  const server = new Server({
    host: env.HOST,
    // Probot takes the number 0 for unset; as text it reaches the system, which then picks a free port.
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
