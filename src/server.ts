import { Cron } from "croner";
import { type Logger, pino } from "pino";
import { type ApplicationFunction, Probot, Server } from "probot";
import { createApp } from "./app.ts";
import { createIntake, type Intake } from "./deliveries/intake.ts";
import type { GitHubEnv, ServerEnv } from "./env.ts";
import { PlimsollOctokit } from "./github/octokit.ts";
import type { GitHubJobOptions } from "./jobs/update-check-runs.ts";
import { publishDueDigests } from "./jobs/weekly-digests.ts";
import { startWorkers, type Workers } from "./jobs/workers.ts";
import { openStores, type Stores } from "./storage/stores.ts";

/** What a server is made of. */
export interface PlimsollOptions {
  readonly env: ServerEnv;
  readonly log: Logger;
  /** What time it is; the demo and the tests play a past fortnight. */
  readonly clock?: () => Date;
  /** An Octokit class, for tests that must not wait for GitHub's rate limits. */
  readonly Octokit?: typeof PlimsollOctokit;
}

/** A running server. */
export interface Plimsoll {
  readonly url: string;
  readonly stores: Stores;
  /** Resolves when all that was received is worked and shown. */
  idle(): Promise<void>;
  /** Publishes the digests that are due, as happens every hour. */
  publishDueDigests(): Promise<void>;
  /** Takes no new work, ends what is running, and closes the store. */
  stop(): Promise<void>;
}

/** Probot reports each failure twice and would log whole events; outcomes are logged where they are decided. */
const SILENT = pino({ level: "silent" });

const EVERY_HOUR = "0 * * * *";

/** How Probot acts as the App of an environment. */
export function probotOptions({ APP_ID, PRIVATE_KEY, GITHUB_API_URL }: GitHubEnv, Octokit = PlimsollOctokit) {
  return { appId: APP_ID, privateKey: PRIVATE_KEY, baseUrl: GITHUB_API_URL, log: SILENT, Octokit };
}

/** Starts the server: the webhook intake, the workers, and the weekly digest. Rejects when the port is taken. */
export async function startPlimsoll({
  env,
  log,
  clock = () => new Date(),
  Octokit,
}: PlimsollOptions): Promise<Plimsoll> {
  const stores = openStores(env.DATABASE_URL);
  const wake = () => workers.wake();
  const intake = createIntake({
    secret: env.WEBHOOK_SECRET,
    deliveries: stores.deliveries,
    log,
    clock,
    onStored: wake,
  });
  const unreadiness = () => findUnreadiness(stores, workers);
  const app = createApp({ stores, log, clock, onStale: wake, unreadiness });
  const { server, probot } = await loadServer(env, app, { intake, Octokit });
  const jobs: GitHubJobOptions = { stores, log, clock, authenticate: (id) => probot.auth(id) };
  const workers = startWorkers(probot, jobs);
  const close = async () => {
    await workers.stop();
    stores.close();
  };
  try {
    await server.start();
  } catch (error) {
    await close();
    throw error;
  }
  // At once too, for a digest that was missed while the server was down.
  const digests = new Cron(EVERY_HOUR, { protect: true }, () => publishDueDigests(jobs));
  void digests.trigger();
  return {
    url: `http://${env.HOST}:${server.port}`,
    stores,
    idle: () => workers.idle(),
    publishDueDigests: () => publishDueDigests(jobs),
    async stop() {
      digests.stop();
      await server.stop();
      await close();
    },
  };
}

/** Probot's server, with our intake in the place of its webhook middleware. */
async function loadServer(
  env: ServerEnv,
  app: ApplicationFunction,
  { intake, Octokit }: { intake: Intake; Octokit: PlimsollOptions["Octokit"] },
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

async function findUnreadiness({ deliveries }: Stores, workers: Workers): Promise<string | undefined> {
  if (!workers.areAlive()) return "the workers have stalled";
  return deliveries.assertWritable().then(
    () => undefined,
    (error: unknown) => `the store cannot be written: ${error}`,
  );
}
