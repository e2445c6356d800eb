import { createHash } from "node:crypto";
import { fillPlaceholders, type SQLWrapper } from "drizzle-orm";
import pg from "pg";
import { lostDatabaseError } from "../postgres/errors.ts";
import { poolOptions } from "../postgres/pool.ts";
import { assertClaim } from "./claim.ts";
import type { SqlDatabase, Transaction } from "./handle.ts";
import { withoutNul } from "./nul.ts";
import { createRenderer, type Query, type Statement, type Values } from "./query.ts";

/** The errors after which PostgreSQL asks that the transaction is repeated: docs, "Serialization Failure Handling". */
const CONFLICTS: ReadonlySet<unknown> = new Set(["40001", "40P01"]);
/** The times that a transaction is tried. */
const MOST_TRIES = 50;
/** The longest pause after a conflict, in milliseconds. */
const LONGEST_PAUSE_MS = 200;

/** PostgreSQL cuts names after 63 bytes. */
const NAME_LENGTH = 32;

const render = createRenderer("postgres");

/** PostgreSQL's numbers of types (`pg_type.oid`). */
const [BOOLEAN, INT8, NUMERIC, JSON_TEXT, JSONB] = [16, 20, 1700, 114, 3802];

/** Values as SQLite gives them: numbers, 0 or 1 for a boolean, and JSON as text. */
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [BOOLEAN]: (text) => (text === "t" ? 1 : 0),
  [INT8]: Number,
  [NUMERIC]: Number,
  [JSON_TEXT]: (text) => text,
  [JSONB]: (text) => text,
};
const TYPES = {
  getTypeParser: (type: number, format?: "text") => PARSERS[type] ?? pg.types.getTypeParser(type, format),
} as pg.CustomTypesConfig;

/** Options for connecting to PostgreSQL. */
interface PostgresOptions {
  /** The largest number of connections. */
  readonly connections?: number;
  /** Called when an idle connection is lost. The next query opens another one. */
  readonly onLost?: (error: Error) => void;
  /** How long a query waits before the server is asked whether it works on it, in milliseconds. */
  readonly asksAfterMs?: number;
}

/**
 * Connects to a PostgreSQL database, `postgres://…`.
 *
 * A transaction is `SERIALIZABLE`, as SQLite's are, and is repeated after a conflict with another one.
 */
export function connectPostgres(
  url: string,
  { connections = 10, onLost = () => {}, ...watch }: PostgresOptions = {},
): SqlDatabase {
  const pool = new pg.Pool({ ...poolOptions(url, watch), max: connections, types: TYPES });
  pool.on("error", onLost);
  const alone = new PostgresConnection(pool);
  let closing: Promise<void> | undefined;
  return {
    dialect: "postgres",
    all: (query, values) => alone.all(query, values),
    one: (query, values) => alone.one(query, values),
    run: (query, values) =>
      repeated(async () => {
        assertClaim();
        return alone.run(query, values);
      }),
    transaction: (action) => repeated(() => within(pool, "begin isolation level serializable", action)),
    read: (action) => within(pool, "begin isolation level repeatable read read only", action),
    close() {
      closing ??= pool.end();
      return closing;
    },
  };
}

async function within<Result>(
  pool: pg.Pool,
  begin: string,
  action: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  assertClaim();
  const client = await orLost(pool.connect());
  const connection = new PostgresConnection(client);
  let broken: Error | undefined;
  try {
    // There may have been a long wait for the connection.
    assertClaim();
    await orLost(client.query(begin));
    const result = await action(connection);
    await orLost(client.query("commit"));
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    connection.end();
    // A connection that cannot roll back is closed, and not used again.
    client.release(broken);
  }
}

/** Waits for pg. Rejects with a `LostDatabaseError` when the connection is lost. */
function orLost<Result>(asked: Promise<Result>): Promise<Result> {
  return asked.catch((error: unknown) => {
    throw lostDatabaseError(error);
  });
}

async function repeated<Result>(action: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await action();
    } catch (error) {
      if (tries >= MOST_TRIES || !CONFLICTS.has((error as { code?: unknown }).code)) throw error;
      const mostMs = Math.min(LONGEST_PAUSE_MS, 2 ** tries);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * mostMs));
    }
  }
}

type Answer = Pick<pg.QueryResult, "rowCount"> & { readonly rows: readonly unknown[] };

class PostgresConnection implements Transaction {
  readonly dialect = "postgres";
  readonly isTransaction = true;
  readonly #client: Pick<pg.PoolClient, "query">;
  #isOver = false;

  constructor(client: Pick<pg.PoolClient, "query">) {
    this.#client = client;
  }

  async all<Row>(query: Query<Row>, values: Values = {}): Promise<Row[]> {
    const statement = render(query);
    const { rows } = await this.#ask(statement, values);
    return statement.toRows(rows) as Row[];
  }

  async one<Row>(query: Query<Row>, values: Values = {}): Promise<Row | undefined> {
    return (await this.all(query, values))[0];
  }

  async run(command: SQLWrapper, values: Values = {}): Promise<number> {
    return (await this.#ask(render(command), values)).rowCount ?? 0;
  }

  end(): void {
    this.#isOver = true;
  }

  async #ask(statement: Statement, values: Values): Promise<Answer> {
    if (this.#isOver) throw new Error("the transaction of this query is over");
    const params = fillPlaceholders(statement.params, values).map(held);
    const query: pg.QueryConfig = { text: statement.sql, values: params, ...nameOf(statement) };
    return orLost<Answer>(
      statement.isMapped
        ? this.#client.query<unknown[]>({ ...query, rowMode: "array" })
        : this.#client.query(query),
    );
  }
}

function held(value: unknown): unknown {
  return typeof value === "string" ? withoutNul(value) : value;
}

/** The names of the queries that ran before; the first time a query has none. */
const names = new WeakMap<Statement, { readonly name?: string }>();

/** A query that runs again is prepared under a name, so that the database plans it once for each connection. */
function nameOf(statement: Statement): { readonly name?: string } {
  const before = names.get(statement);
  const hash = () => createHash("sha256").update(statement.sql).digest("hex");
  const next = before === undefined ? {} : { name: before.name ?? hash().slice(0, NAME_LENGTH) };
  names.set(statement, next);
  return next;
}
