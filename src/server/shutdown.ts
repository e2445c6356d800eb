import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import type { Server } from "probot";
import type { ThreadComputer } from "../digests/thread-computer.ts";
import type { StoreCheck } from "../operations/store-check.ts";
import type { LockedStores } from "./locked-stores.ts";
import type { Workers } from "./workers.ts";

/** The running parts, which end together. */
interface Running {
  readonly server: Server;
  readonly workers: Workers;
  readonly compute: ThreadComputer;
  readonly check: StoreCheck;
  readonly held: LockedStores;
}

/** The time for open requests to end when the server stops. */
const GRACE_MS = 5_000;

/** In this order: open requests are stored, running work ends, and then nothing needs the stores. */
export async function closeServer({ server, workers, compute, check, held }: Running): Promise<void> {
  await server.stop();
  await workers.stop();
  await compute.stop();
  await check.stop();
  await held.close();
}

/**
 * The same for a running HTTP server. Each further answer ends its connection, so that no request is cut off in the
 * middle. A sender that never ends its request must not keep the process alive.
 */
export async function closeInTime(
  running: Running,
  http: Pick<HttpServer, "closeAllConnections" | "prependListener">,
): Promise<void> {
  http.prependListener("request", (_: IncomingMessage, response: ServerResponse) => {
    response.setHeader("connection", "close");
  });
  const timer = setTimeout(() => http.closeAllConnections(), GRACE_MS);
  await closeServer(running);
  clearTimeout(timer);
}
