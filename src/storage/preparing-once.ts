import type SqliteDatabase from "better-sqlite3";
import { Lru } from "toad-cache";

/** A list of each length makes another text. The most recently used ones are kept. */
const MOST_STATEMENTS = 1_000;

/**
 * The same database, which prepares each text once, when it first runs.
 *
 * Drizzle prepares a query each time that it runs it, which takes longer than running most of ours. It reads all rows
 * of one text in one form, so they can share a statement. Callers of `$client.prepare` set forms of their own. The
 * stores build hundreds of queries when they are opened, and most processes run few of them.
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

/** The part of a statement that Drizzle uses. */
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
