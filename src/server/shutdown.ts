import type { Server as HttpServer } from "node:http";
import type { Server } from "probot";
import type { ThreadComputer } from "../digests/thread-computer.ts";
import type { StoreCheck } from "../operations/store-check.ts";
import type { HeldStores } from "./held-stores.ts";
import type { Workers } from "./workers.ts";

/** What is running, and ends together. */
interface Running {
  readonly server: Server;
  readonly workers: Workers;
  readonly compute: ThreadComputer;
  readonly check: StoreCheck;
  readonly held: HeldStores;
}

/** How long open requests may take to end when the server stops. */
const GRACE_MS = 5_000;

/** In this order: what is still received is stored, what is running is ended, and then nothing needs the stores. */
export async function close({ server, workers, compute, check, held }: Running): Promise<void> {
  await server.stop();
  await workers.stop();
  await compute.stop();
  await check.stop();
  held.close();
}

/** The same of a server that answers: a sender that never ends its request must not hold the process. */
export async function closeInTime(
  running: Running,
  http: Pick<HttpServer, "closeAllConnections">,
): Promise<void> {
  const timer = setTimeout(() => http.closeAllConnections(), GRACE_MS);
  await close(running);
  clearTimeout(timer);
}
