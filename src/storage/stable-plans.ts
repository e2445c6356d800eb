import type SqliteDatabase from "better-sqlite3";

/** A parameter of a statement: `?`, or a name after `@`. */
const PARAMETER = /\?|@\w+/g;

/**
 * The same database, whose statements keep their first plan.
 *
 * Where the best plan could depend on values, SQLite prepares a statement again for each bound value, which takes
 * several times as long as running it. We have no statistics of values, so the plan would be the same. A `+` before a
 * parameter hides its value: sqlite.org/c3ref/prepare.html, "sqlite3_prepare_v2", and sqlite.org/optoverview.html.
 */
export function withStablePlans(client: SqliteDatabase.Database): SqliteDatabase.Database {
  const prepare = (text: string) => client.prepare(text.replaceAll(PARAMETER, "+$&"));
  return Object.create(client, { prepare: { value: prepare } });
}
