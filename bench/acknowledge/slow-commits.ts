import SqliteDatabase from "better-sqlite3";

/** Makes every commit of this process take longer, as on a slow disk: the thread sleeps, as it would for the disk. */
export function slowCommits(milliseconds: number): void {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  const sleep = () => Atomics.wait(sleeper, 0, 0, milliseconds);
  const database = new SqliteDatabase(":memory:");
  const statement = Object.getPrototypeOf(database.prepare("select 1"));
  const run = statement.run as (...values: unknown[]) => unknown;
  statement.run = function (this: { database: SqliteDatabase.Database }, ...values: unknown[]) {
    const found = run.apply(this, values);
    // Outside of a transaction each statement commits by itself.
    if (!this.database.inTransaction) sleep();
    return found;
  };
  const prototype = Object.getPrototypeOf(database);
  const { transaction } = prototype;
  prototype.transaction = function (
    this: SqliteDatabase.Database,
    action: (...values: unknown[]) => unknown,
  ) {
    const inner = transaction.call(this, action);
    const slow = (...values: unknown[]) => {
      const isNested = this.inTransaction;
      const found = inner(...values);
      if (!isNested) sleep();
      return found;
    };
    return Object.assign(slow, { deferred: slow, immediate: slow, exclusive: slow, default: slow });
  } as never;
  database.close();
}
