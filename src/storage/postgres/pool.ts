import type pg from "pg";
import { WatchedClient, type WatchOptions } from "./watched-client.ts";

/** The longest wait for a free connection, in milliseconds: longer than a flood of work takes, and not for ever. */
const WAITS_MS = 60_000;

/** The options of a pool to a database, whose connections are closed when the server is silent. */
export function poolOptions(url: string, watch: Pick<WatchOptions, "asksAfterMs"> = {}) {
  return {
    ...watch,
    connectionString: url,
    connectionTimeoutMillis: WAITS_MS,
    Client: WatchedClient,
    onConnect: (client: pg.ClientBase) => (client as WatchedClient).begin(),
  };
}
