import pg from "pg";
import { PostgresClient } from "./client.ts";

/** How the watch of a connection is set, in milliseconds. */
export interface WatchOptions extends pg.ClientConfig {
  /** After this time without an answer, the server is asked whether it works on the query. 10 seconds if absent. */
  readonly asksAfterMs?: number;
}

const ASKS_AFTER_MS = 10_000;
const ANSWERS_WITHIN_MS = 5_000;
/** After this many questions in a row without a yes, the connection is lost: an answer may just be under way. */
const MOST_MISSES = 2;

/**
 * What the server does when this process is gone without a word: it ends the session, and so frees its locks, after 25
 * seconds; or after five minutes, when only the process stands still. All in PostgreSQL's own units.
 */
const SESSION = {
  tcp_keepalives_idle: "10s",
  tcp_keepalives_interval: "5s",
  tcp_keepalives_count: "3",
  tcp_user_timeout: "25s",
  idle_in_transaction_session_timeout: "5min",
} as const;
const BEGIN = `select pg_backend_pid() as pid, ${Object.entries(SESSION)
  .map(([name, value]) => `set_config('${name}', '${value}', false)`)
  .join(", ")}`;
const STATE = "select state from pg_stat_activity where pid = $1";

/**
 * A connection that is closed when the server is silent, as in a network that loses all packets. TCP alone notices that
 * after a quarter of an hour.
 *
 * No query has a limit: a long one is right as long as the server works on it. It says so over a second connection.
 */
export class WatchedClient extends PostgresClient {
  readonly #config: WatchOptions;
  readonly #timer: NodeJS.Timeout;
  #pid: number | undefined;
  /** When the query under way began; `undefined` while there is none. */
  #askedAt: number | undefined;
  #misses = 0;

  constructor(config: WatchOptions = {}) {
    // Of a pool whose options have a limit for another connection.
    super({ ...config, query_timeout: 0 });
    this.#config = config;
    const query = this.query.bind(this) as (...of: readonly unknown[]) => unknown;
    const watched = (...of: readonly unknown[]) => {
      this.#askedAt = performance.now();
      this.#misses = 0;
      return query(...of);
    };
    this.query = watched as typeof this.query;
    this.on("drain", () => this.#answered());
    const { asksAfterMs = ASKS_AFTER_MS } = config;
    this.#timer = setInterval(() => void this.#look(asksAfterMs), asksAfterMs / 2);
    this.#timer.unref();
    this.on("end", () => clearInterval(this.#timer));
  }

  /** Sets the session, before its first query. Rejects when nobody answers. */
  async begin(): Promise<void> {
    const limited = { text: BEGIN, query_timeout: ASKS_AFTER_MS };
    const { rows } = await this.query<{ readonly pid: number }>(limited as pg.QueryConfig);
    this.#pid = rows[0]?.pid;
  }

  #answered(): void {
    this.#askedAt = undefined;
    this.#misses = 0;
  }

  async #look(asksAfterMs: number): Promise<void> {
    const asked = this.#askedAt;
    if (asked === undefined || this.#pid === undefined) return;
    if (performance.now() - asked < asksAfterMs) return;
    const isWorking = await isWorkingOn(this.#config, this.#pid);
    if (this.#askedAt !== asked) return;
    this.#misses = isWorking ? 0 : this.#misses + 1;
    // With a query under way this closes the socket at once, and fails the query.
    if (this.#misses >= MOST_MISSES) await this.end();
  }
}

/** Asks over another connection whether the server works on the query of a session. */
async function isWorkingOn(config: pg.ClientConfig, pid: number): Promise<boolean> {
  const client = new PostgresClient({ ...config, query_timeout: ANSWERS_WITHIN_MS });
  try {
    await client.connect();
    const { rows } = await client.query<{ readonly state: string | null }>(STATE, [pid]);
    return rows.some(({ state }) => !state?.startsWith("idle"));
  } catch (error) {
    // A server that refuses is there.
    return error instanceof pg.DatabaseError;
  } finally {
    client.end().catch(() => {});
  }
}
