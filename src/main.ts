import { resolve } from "node:path";
import { type Logger, pino } from "pino";
import { lacksCredentials, readServerEnv, readSetupEnv, type SetupEnv } from "./env.ts";
import { type Plimsoll, startPlimsoll } from "./server/server.ts";
import { startSetup } from "./setup/setup.ts";

type Variables = NodeJS.ProcessEnv;

/**
 * Runs the server until it is told to stop, and the setup before it when there is no App yet.
 *
 * Throws an `EnvError`, or why the server cannot start.
 */
export async function start(variables: Variables): Promise<void> {
  if (!lacksCredentials(variables)) return serve(variables);
  const configured = await setUp(variables);
  if (configured !== undefined) await serve({ ...variables, ...configured });
}

async function serve(variables: Variables): Promise<void> {
  const env = readServerEnv(variables);
  const log = pino({ level: env.LOG_LEVEL });
  const onLost = (error: unknown) => {
    log.fatal(
      { err: error },
      "The store is lost: the server ends, and GitHub delivers again what it did not take",
    );
    // What runs can end nowhere: it would write into a file that has no name.
    setTimeout(() => process.exit(1), LAST_MS);
  };
  const plimsoll = await startPlimsoll({ env, log, onLost }).catch((error: unknown) => {
    // The parts that run already would keep the process alive.
    setTimeout(() => process.exit(1), LAST_MS).unref();
    throw error;
  });
  log.info({ url: plimsoll.url }, "Plimsoll is listening");
  stopOnSignal(plimsoll, log);
}

/** Resolves to what the server starts with, on the port that the setup leaves; to `undefined` when it was told to stop. */
async function setUp(variables: Variables): Promise<Variables | undefined> {
  const env = readSetupEnv(variables);
  const setup = await startSetup({
    host: env.HOST,
    port: env.PORT,
    apiUrl: env.GITHUB_API_URL,
    publicUrl: env.PUBLIC_URL,
    envPath: resolve(".env"),
    kept: variables.GITHUB_API_URL ? { GITHUB_API_URL: env.GITHUB_API_URL } : {},
    clock: () => new Date(),
    log: pino({ level: env.LOG_LEVEL }),
  });
  process.once("SIGINT", setup.stop).once("SIGTERM", setup.stop);
  process.stderr.write(invitation(addressOf(env, setup.port), setup.path));
  const configured = await setup.finished;
  process.off("SIGINT", setup.stop).off("SIGTERM", setup.stop);
  return configured && { ...configured, PORT: String(setup.port) };
}

function addressOf({ HOST, PUBLIC_URL }: SetupEnv, port: number): string {
  const host = ["0.0.0.0", "::"].includes(HOST) ? "localhost" : HOST;
  return PUBLIC_URL ?? `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function invitation(address: string, path: string): string {
  return `Plimsoll has no GitHub App yet. Create it in your browser, in a minute:

  Open ${address}${path}

The link works once; if you reach this server at another address, put that in its place. The App's credentials
are added to ${resolve(".env")}, and the server goes on by itself.

To see Plimsoll work without an App: npm run demo
`;
}

/** How long the process may linger after everything has stopped. */
const LAST_MS = 1_000;

/** The first signal stops the server in order; a second one ends the process as it is. */
function stopOnSignal(plimsoll: Plimsoll, log: Logger): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, async () => {
      log.info({ signal }, "Plimsoll is stopping");
      await plimsoll.stop();
      log.info("Plimsoll has stopped");
      // The process ends by itself once the log is written, unless a request to GitHub still waits for its rate limit:
      // that is done again at the next start.
      setTimeout(() => process.exit(0), LAST_MS).unref();
    });
  }
}
