import type SqliteDatabase from "better-sqlite3";

/** A value that is bound to a statement later: `?`, or a name after `@`. */
const PARAMETER = /\?|@\w+/g;

/**
 * The same database, whose statements keep the plan that they were prepared with.
 *
 * Where values could tell which plan is best, SQLite prepares a statement anew each time that one is bound to it, which
 * takes several times as long as running it. Ours have no statistics of values, so the plan would be the same. SQLite looks
 * at no value behind an operator: sqlite.org/c3ref/prepare.html, "sqlite3_prepare_v2", and sqlite.org/optoverview.html.
 */
export function withStablePlans(client: SqliteDatabase.Database): SqliteDatabase.Database {
  const prepare = (text: string) => client.prepare(text.replaceAll(PARAMETER, "+$&"));
  return Object.create(client, { prepare: { value: prepare } });
}
