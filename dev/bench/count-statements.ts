import type SqliteDatabase from "better-sqlite3";

/** Counts the statements that SQLite runs, those that begin and end a transaction included. */
export interface StatementCounter {
  count: number;
}

/** Counts the statements of all databases that a process opens with this class. */
export function countStatements(Database: typeof SqliteDatabase): StatementCounter {
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
