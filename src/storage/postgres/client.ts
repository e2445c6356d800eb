import pg from "pg";

/** The longest wait for a server that does not answer, in milliseconds. */
const CONNECTS_WITHIN_MS = 10_000;

/** A connection to PostgreSQL. It is closed when nobody answers, and the server's views name this program. */
export class PostgresClient extends pg.Client {
  constructor(config: pg.ClientConfig = {}) {
    super({
      fallback_application_name: "plimsoll",
      keepAlive: true,
      connectionTimeoutMillis: CONNECTS_WITHIN_MS,
      ...config,
    });
    // A lost connection fails its queries, and the next one opens another. Without a listener it would end the process.
    this.on("error", () => {});
  }
}
