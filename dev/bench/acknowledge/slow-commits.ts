import SqliteDatabase from "better-sqlite3";

/** Makes every commit of this process take longer, as on a slow disk: the thread sleeps, as it would for the disk. */
export function slowCommits(milliseconds: number): void {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  const database = new SqliteDatabase(":memory:");
  const statement = Object.getPrototypeOf(database.prepare("select 1"));
  const run = statement.run as (...values: unknown[]) => unknown;
  statement.run = function (this: { database: SqliteDatabase.Database }, ...values: unknown[]) {
    const found = run.apply(this, values);
    // A transaction runs COMMIT as a statement, and outside of one each statement commits by itself.
    if (!this.database.inTransaction) Atomics.wait(sleeper, 0, 0, milliseconds);
    return found;
  };
  database.close();
}
