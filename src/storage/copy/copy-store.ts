import { sql } from "drizzle-orm";
import type { Connection, SqlDatabase, Transaction } from "../sql/handle.ts";
import { withoutNul } from "../sql/nul.ts";
import { StoreError } from "../store-identity.ts";
import type { Stores } from "../stores.ts";
import { type CopiedTable, listTables, type Row } from "./copied-tables.ts";
import { copyNumbers } from "./numbers.ts";
import { storesOn } from "./stores-on.ts";

/** The stores of one state of a database. */
type StoredState = Omit<Stores, "close">;

/** How a copy is watched and checked. */
interface CopyOptions {
  /** Called before a table is copied, with its number from 1 on. */
  readonly onTable?: (table: { readonly name: string; readonly number: number; readonly of: number }) => void;
  /** Compares both stores before the copy takes effect. What it throws leaves the target empty. */
  readonly compare?: (source: StoredState, target: StoredState) => Promise<void>;
}

/** What was copied. */
interface Copied {
  readonly tables: number;
  readonly rows: number;
}

/** A new store holds the definition of its version, which that of the source replaces. */
const FILLED_BY_ITSELF = "definitions";

/**
 * Copies all rows of a store into an empty one, on the same or on another database, in one transaction of the target.
 * Rows are read in parts, so that the memory does not grow with the store.
 *
 * Throws a `StoreError` when the target is not empty, or when it does not hold as many rows as the source.
 */
export function copyStore(
  from: SqlDatabase,
  to: SqlDatabase,
  { onTable = () => {}, compare = async () => {} }: CopyOptions = {},
): Promise<Copied> {
  const tables = listTables();
  return from.read((source) =>
    to.transaction(async (target) => {
      await lockTables(target, tables);
      await assertEmpty(target, tables);
      await target.run(sql`delete from ${sql.identifier(FILLED_BY_ITSELF)}`);
      let rows = 0;
      for (const [index, table] of tables.entries()) {
        onTable({ name: table.name, number: index + 1, of: tables.length });
        rows += await copyTable(source, target, table);
      }
      await compare(storesOn(source), storesOn(target));
      return { tables: tables.length, rows };
    }),
  );
}

/** A server that starts on the target meanwhile waits with its first write until the copy has ended. */
async function lockTables(target: Transaction, tables: readonly CopiedTable[]): Promise<void> {
  if (target.dialect !== "postgres") return;
  const names = tables.map(({ name }) => sql`${sql.identifier(name)}`);
  await target.run(sql`lock table ${sql.join(names, sql`, `)} in share row exclusive mode`);
}

async function assertEmpty(target: Connection, tables: readonly CopiedTable[]): Promise<void> {
  for (const { name, first } of tables) {
    if (name === FILLED_BY_ITSELF || (await target.one(first)) === undefined) continue;
    throw new StoreError(`TO is not empty: it has rows in ${name}: give a new file, or an empty database`);
  }
}

/** Copies a table, and returns the number of its rows. */
async function copyTable(source: Connection, target: Connection, table: CopiedTable): Promise<number> {
  for (let rows = await source.all(table.first); ; ) {
    const last = rows.at(-1);
    if (last === undefined) break;
    await target.run(table.insert, { rows: asJson(rows) });
    rows = await source.all(table.next, last);
  }
  await copyNumbers(source, target, table);
  const [given, taken] = [await countIn(source, table), await countIn(target, table)];
  if (given === taken) return taken;
  throw new StoreError(`${table.name} has ${given} rows, and its copy ${taken}: nothing was copied`);
}

/** Rows as JSON. PostgreSQL refuses the character NUL, which a text of GitHub's may hold. */
function asJson(rows: readonly Row[]): string {
  const json = JSON.stringify(rows);
  if (!json.includes("\\u0000")) return json;
  return JSON.stringify(rows, (_, value) => (typeof value === "string" ? withoutNul(value) : value));
}

async function countIn(connection: Connection, { count }: CopiedTable): Promise<number> {
  return (await connection.one(count))?.count ?? 0;
}
