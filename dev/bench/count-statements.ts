import type SqliteDatabase from "better-sqlite3";
import type pg from "pg";

/** Counts the statements that a database runs, those that begin and end a transaction included. */
export interface StatementCounter {
  count: number;
}

/** Counts the statements of all SQLite databases that a process opens with this class. */
export function countSqliteStatements(Database: typeof SqliteDatabase): StatementCounter {
  const counter = { count: 0 };
  const database = new Database(":memory:");
  const prototype = Object.getPrototypeOf(database.prepare("select 1"));
  for (const name of ["run", "get", "all"]) {
    const method = prototype[name];
    prototype[name] = function (this: object, ...values: unknown[]) {
      counter.count += 1;
      return method.apply(this, values);
    };
  }
  database.close();
  return counter;
}

/** Counts the statements that a process sends to PostgreSQL. */
export function countPostgresStatements({ prototype }: typeof pg.Client): StatementCounter {
  const counter = { count: 0 };
  const { query } = prototype;
  prototype.query = function (this: pg.Client, ...values: unknown[]) {
    counter.count += 1;
    return Reflect.apply(query, this, values);
  } as typeof query;
  return counter;
}
