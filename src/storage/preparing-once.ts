import type SqliteDatabase from "better-sqlite3";
import { Lru } from "toad-cache";

/** Lists of every length are texts of their own: those used last are kept. */
const MOST_STATEMENTS = 1_000;

/**
 * The same database, which prepares each text once, when it runs for the first time.
 *
 * Drizzle prepares a query each time that it runs it, which takes longer than most of ours run. It reads all rows of one
 * text in one form, so that they can share a statement; those who prepare by `$client` set forms of their own. The stores
 * name hundreds of queries when they are opened, and most processes run few of them.
 */
export function preparingOnce(client: SqliteDatabase.Database): SqliteDatabase.Database {
  const statements = new Lru<LateStatement>(MOST_STATEMENTS);
  const prepare = (text: string) => {
    const known = statements.get(text);
    if (known !== undefined) return known;
    const statement = new LateStatement(client, text);
    statements.set(text, statement);
    return statement;
  };
  return Object.create(client, { prepare: { value: prepare } });
}

/** What Drizzle uses of a statement. */
class LateStatement {
  readonly #prepare: () => SqliteDatabase.Statement;
  #prepared: SqliteDatabase.Statement | undefined;

  constructor(client: SqliteDatabase.Database, text: string) {
    this.#prepare = () => client.prepare(text);
  }

  get #statement(): SqliteDatabase.Statement {
    this.#prepared ??= this.#prepare();
    return this.#prepared;
  }

  run(...values: readonly unknown[]): SqliteDatabase.RunResult {
    return this.#statement.run(...values);
  }

  get(...values: readonly unknown[]): unknown {
    return this.#statement.get(...values);
  }

  all(...values: readonly unknown[]): unknown[] {
    return this.#statement.all(...values);
  }

  raw(): SqliteDatabase.Statement {
    return this.#statement.raw();
  }
}
