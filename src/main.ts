import { type Logger, pino } from "pino";
import { lacksCredentials, readServerEnv } from "./env.ts";
import { type Plimsoll, startPlimsoll } from "./server.ts";

/** Says how to get what the server cannot start without. */
const HOW_TO_CREATE_THE_APP = `Plimsoll has no GitHub App yet, so there is nothing to start.

1. Create one: on GitHub, open Settings → Developer settings → GitHub Apps → New GitHub App.
   Take the permissions and events from app.yml. The webhook URL is where this server can be reached,
   followed by /api/github/webhooks; the webhook secret is a long random text.
2. Generate a private key on the App's page and keep the file that GitHub sends.
3. Copy .env.example to .env and set APP_ID, PRIVATE_KEY_PATH, and WEBHOOK_SECRET.
4. Start again, then install the App on your organization.

To see Plimsoll work without any of this: npm run demo
`;

/** Runs the server until it is told to stop. Throws an `EnvError`, or why the server cannot start. */
export async function start(variables: NodeJS.ProcessEnv): Promise<void> {
  if (lacksCredentials(variables)) {
    process.stderr.write(HOW_TO_CREATE_THE_APP);
    process.exitCode = 1;
    return;
  }
  const env = readServerEnv(variables);
  const log = pino({ level: env.LOG_LEVEL });
  const plimsoll = await startPlimsoll({ env, log });
  log.info({ url: plimsoll.url }, "Plimsoll is listening");
  stopOnSignal(plimsoll, log);
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
