import type { SQLWrapper } from "drizzle-orm";
import type { DialectName } from "./dialect.ts";
import type { Query, Values } from "./query.ts";

/** Runs queries on a connection. */
export interface Connection {
  readonly dialect: DialectName;
  /** All rows. */
  all<Row>(query: Query<Row>, values?: Values): Promise<Row[]>;
  /** The first row; `undefined` if there is none. */
  one<Row>(query: Query<Row>, values?: Values): Promise<Row | undefined>;
  /** Changes rows, and resolves to their number. */
  run(command: SQLWrapper, values?: Values): Promise<number>;
}

/** Runs queries in a transaction: all of them take effect, or none. It throws once the transaction is over. */
export interface Transaction extends Connection {
  readonly isTransaction: true;
}

/** How a transaction is committed. */
export interface TransactionOptions {
  /**
   * Whether its commit survives a power cut at once: storing an acknowledged delivery, or recording a coming creation.
   * Everything that was committed before survives as well. Else the last commits may be lost; their work is then done
   * again, since the delivery that caused it is not marked as done.
   */
  readonly isDurable?: boolean;
  /** Whether it fails at once, instead of waiting, when another process has locked the SQLite file. */
  readonly isAtOnce?: boolean;
}

/** An open database. A query outside a transaction is a transaction of its own. */
export interface SqlDatabase extends Connection {
  /**
   * Runs a function in a transaction, as if no other ran at the same time.
   *
   * The function may run again from its start, after a conflict with another transaction. So it changes nothing but rows.
   */
  transaction<Result>(
    action: (transaction: Transaction) => Promise<Result>,
    options?: TransactionOptions,
  ): Promise<Result>;
  /** Runs a function that only reads, on one state of the data. */
  read<Result>(action: (snapshot: Connection) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}
