import type { Connection, Transaction } from "../sql/handle.ts";
import { Turns } from "../sql/turns.ts";
import { type Stores, storesIn } from "../stores.ts";

/** The stores on an open transaction. Each of their own transactions is a part of it, and one query runs at a time. */
export function storesOn(connection: Connection): Omit<Stores, "close"> {
  const turns = new Turns();
  const within: Transaction = {
    dialect: connection.dialect,
    isTransaction: true,
    all: (query, values) => turns.run(() => connection.all(query, values)),
    one: (query, values) => turns.run(() => connection.one(query, values)),
    run: (command, values) => turns.run(() => connection.run(command, values)),
  };
  return storesIn({
    ...within,
    transaction: (action) => action(within),
    read: (action) => action(within),
    close: async () => {},
  });
}
