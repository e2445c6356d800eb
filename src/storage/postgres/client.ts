import pg from "pg";

/** The longest wait for a server that does not answer, in milliseconds. */
export const CONNECTS_WITHIN_MS = 10_000;
/** After this time without a packet, the system asks whether the other end is there, ten times in ten seconds. */
const ASKS_AFTER_MS = 10_000;

/** A connection to PostgreSQL. It is closed when nobody answers, and the server's views name this program. */
export class PostgresClient extends pg.Client {
  constructor(config: pg.ClientConfig = {}) {
    super({
      fallback_application_name: "plimsoll",
      ...config,
      keepAlive: true,
      keepAliveInitialDelayMillis: ASKS_AFTER_MS,
      // A pool's own time is for the wait in its queue.
      connectionTimeoutMillis: CONNECTS_WITHIN_MS,
    });
    // A lost connection fails its queries, and the next one opens another. Without a listener it would end the process.
    this.on("error", () => {});
  }
}
