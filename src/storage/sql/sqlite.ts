import type SqliteDatabase from "better-sqlite3";
import type { SQLWrapper } from "drizzle-orm";
import { fillPlaceholders } from "drizzle-orm";
import { Lru } from "toad-cache";
import type { SqlDatabase, Transaction, TransactionOptions } from "./handle.ts";
import { createRenderer, type Query, type Statement, type Values } from "./query.ts";
import { Turns } from "./turns.ts";

/** A list of each length makes another text. The most recently used ones are kept. */
const MOST_STATEMENTS = 1_000;

const render = createRenderer("sqlite");

/**
 * Runs queries on an open SQLite file.
 *
 * SQLite answers at once, so a transaction ends within the turn of the event loop that begins it, unless its function
 * waits for something else. All share one connection. So each waits until the one before it has ended.
 */
export function createSqliteDatabase(client: SqliteDatabase.Database): SqlDatabase {
  const turns = new Turns();
  const prepare = createPreparer(client);
  const command = (text: string) => prepare({ sql: text, isMapped: false }).run();
  const within = async <Result>(begin: string, action: (connection: SqliteConnection) => Promise<Result>) => {
    const connection = new SqliteConnection(prepare);
    command(begin);
    try {
      const result = await action(connection);
      command("commit");
      return result;
    } catch (error) {
      // SQLite itself rolls some failures back, such as a full disk.
      if (client.inTransaction) command("rollback");
      throw error;
    } finally {
      connection.end();
    }
  };
  const alone = new SqliteConnection(prepare);
  return {
    dialect: "sqlite",
    all: (query, values) => turns.run(() => alone.all(query, values)),
    one: (query, values) => turns.run(() => alone.one(query, values)),
    run: (query, values) => turns.run(() => alone.run(query, values)),
    transaction: (action, options = {}) =>
      turns.run(() => withOptions(client, options, () => within("begin immediate", action))),
    read: (action) => turns.run(() => within("begin", action)),
    close: () => turns.run(async () => void client.close()),
  };
}

/** Sets the options of a transaction for as long as it runs. */
async function withOptions<Result>(
  client: SqliteDatabase.Database,
  { isDurable = false, isAtOnce = false }: TransactionOptions,
  action: () => Promise<Result>,
): Promise<Result> {
  if (!isDurable && !isAtOnce) return action();
  const timeout = client.pragma("busy_timeout", { simple: true });
  if (isDurable) client.pragma("synchronous = FULL");
  if (isAtOnce) client.pragma("busy_timeout = 0");
  try {
    return await action();
  } finally {
    client.pragma("synchronous = NORMAL");
    client.pragma(`busy_timeout = ${timeout}`);
  }
}

type Prepare = (statement: Pick<Statement, "sql" | "isMapped">) => SqliteDatabase.Statement;

/** Prepares each text once, in the form in which its rows are needed. */
function createPreparer(client: SqliteDatabase.Database): Prepare {
  const mapped = new Lru<SqliteDatabase.Statement>(MOST_STATEMENTS);
  const plain = new Lru<SqliteDatabase.Statement>(MOST_STATEMENTS);
  return ({ sql, isMapped }) => {
    const cache = isMapped ? mapped : plain;
    const known = cache.get(sql);
    if (known !== undefined) return known;
    const prepared = client.prepare(sql);
    const statement = isMapped && prepared.reader ? prepared.raw() : prepared;
    cache.set(sql, statement);
    return statement;
  };
}

class SqliteConnection implements Transaction {
  readonly dialect = "sqlite";
  readonly isTransaction = true;
  readonly #prepare: Prepare;
  #isOver = false;

  constructor(prepare: Prepare) {
    this.#prepare = prepare;
  }

  async all<Row>(query: Query<Row>, values: Values = {}): Promise<Row[]> {
    const [statement, prepared] = this.#take(query);
    return statement.toRows(prepared.all(...fillPlaceholders(statement.params, values))) as Row[];
  }

  async one<Row>(query: Query<Row>, values: Values = {}): Promise<Row | undefined> {
    const [statement, prepared] = this.#take(query);
    const row = prepared.get(...fillPlaceholders(statement.params, values));
    return row === undefined ? undefined : (statement.toRows([row])[0] as Row);
  }

  async run(command: SQLWrapper, values: Values = {}): Promise<number> {
    const [statement, prepared] = this.#take(command);
    return prepared.run(...fillPlaceholders(statement.params, values)).changes;
  }

  end(): void {
    this.#isOver = true;
  }

  #take(query: SQLWrapper): readonly [Statement, SqliteDatabase.Statement] {
    if (this.#isOver) throw new Error("the transaction of this query is over");
    const statement = render(query);
    return [statement, this.#prepare(statement)];
  }
}
