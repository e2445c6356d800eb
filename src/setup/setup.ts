import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import { withSafeErrors } from "../operations/error-log.ts";
import { listen } from "../operations/port.ts";
import { createAccess } from "./access.ts";
import type { Configured } from "./completion.ts";
import { createReachCheck } from "./reach.ts";
import { route } from "./routes.ts";
import { createSteps, type StepsOptions } from "./steps.ts";

/** The options of a setup server. */
interface SetupOptions extends StepsOptions {
  readonly host: string;
  readonly port: number;
  readonly log: Logger;
  /** Sends the request to the public address; another one in tests. */
  readonly send?: typeof fetch;
}

/** A running setup server. */
export interface Setup {
  readonly port: number;
  /** The path, with its token, that opens the setup in one browser. */
  readonly path: string;
  /** Resolves when the port is free again: to the variables of the App, or to `undefined` after `stop`. */
  readonly finished: Promise<Configured | undefined>;
  /** Ends the setup. */
  stop(): void;
}

/** The longest time that a browser may keep an idle connection open. */
const GRACE_MS = 500;

/** Serves the setup until the App is created. Rejects when the port is taken. */
export async function startSetup({ host, port, send = fetch, ...options }: SetupOptions): Promise<Setup> {
  const log = withSafeErrors(options.log);
  const access = createAccess();
  const reach = createReachCheck(send);
  const steps = createSteps(options, { access, reach });
  const done = Promise.withResolvers<Configured | undefined>();
  const server = createServer((request, response) => {
    route({ access, reach, steps }, request, response).then(
      (configured) => configured && done.resolve(configured),
      (error: unknown) => {
        log.error({ err: error }, "The setup failed to answer");
        response.destroy();
      },
    );
  });
  await listen(server, { host, port });
  return {
    port: (server.address() as AddressInfo).port,
    path: `/setup?token=${access.token}`,
    finished: done.promise.then(async (configured) => {
      await close(server);
      return configured;
    }),
    stop: () => done.resolve(undefined),
  };
}

async function close(server: Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await new Promise((resolve) => server.close(resolve));
  clearTimeout(timer);
}
