import { is, sql } from "drizzle-orm";
import { getTableConfig, type SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import * as all from "../../src/storage/all-tables.ts";
import type { Database } from "../../src/storage/database.ts";
import type { Connection } from "../../src/storage/sql/handle.ts";
import { template } from "../../src/storage/sql/query.ts";

/** All tables of a store. */
export const TABLES = Object.values(all).flatMap((table) =>
  is(table, SQLiteTable) ? [getTableConfig(table)] : [],
);

type Table = (typeof TABLES)[number];
type Row = Readonly<Record<string, unknown>>;

/** The values of columns that identify nothing. */
interface Turns {
  text(): string;
  number(): number;
  /** Whether a column that may be null is. */
  isNull(): boolean;
}

const PLAIN: Turns = { text: () => "ä", number: () => 1, isNull: () => false };

/** The columns by which rows are found, and refer to one another. */
function identifying({ columns, primaryKeys, foreignKeys, indexes }: Table): ReadonlySet<string> {
  return new Set(
    [
      ...columns.filter(({ primary, isUnique }) => primary || isUnique),
      ...primaryKeys.flatMap((key) => key.columns),
      ...foreignKeys.flatMap((key) => key.reference().columns),
      ...indexes.flatMap(({ config }) => (config.unique ? (config.columns as SQLiteColumn[]) : [])),
    ].map(({ name }) => name),
  );
}

function toValue(column: SQLiteColumn, turns: Turns): string | number | null {
  if (!column.notNull && turns.isNull()) return null;
  if (column.columnType === "SQLiteBoolean") return turns.number() % 2 === 0 ? 0 : 1;
  return isText(column) ? turns.text() : turns.number();
}

const isText = (column: SQLiteColumn) => column.getSQLType() === "text";

/** Gives each table that is named, or every one, a row of each id, so that each reference leads to the row of its id. */
export function fillEveryTable(
  { $client: client }: Database,
  ids: readonly number[],
  { tables, turns = PLAIN }: { readonly tables?: readonly string[]; readonly turns?: Turns } = {},
): void {
  client.pragma("foreign_keys = OFF");
  client.transaction(() => {
    for (const table of TABLES.filter(({ name }) => tables === undefined || tables.includes(name))) {
      const fixed = identifying(table);
      const columns = table.columns.filter(({ generated }) => generated === undefined);
      const names = columns.map(({ name }) => name);
      const insert = client.prepare(`insert into ${table.name} (${names}) values (${names.map(() => "?")})`);
      const identity = (column: SQLiteColumn, id: number) => (isText(column) ? `${id}` : id);
      for (const id of ids)
        insert.run(
          columns.map((column) => (fixed.has(column.name) ? identity(column, id) : toValue(column, turns))),
        );
    }
  })();
  client.pragma("foreign_keys = ON");
}

/** All rows of all tables, in the order of their keys, with what the database computes of them. */
export async function rowsOf(connection: Connection): Promise<ReadonlyMap<string, readonly Row[]>> {
  const rows = new Map<string, readonly Row[]>();
  const listed = (columns: readonly { readonly name: string }[]) =>
    sql.join(
      columns.map(({ name }) => sql`${sql.identifier(name)}`),
      sql`, `,
    );
  for (const { name, columns, primaryKeys } of TABLES) {
    const key = [...columns.filter(({ primary }) => primary), ...primaryKeys.flatMap((each) => each.columns)];
    const query = sql`select ${listed(columns)} from ${sql.identifier(name)} order by ${listed(key)}`;
    rows.set(name, await connection.all(template<Row>(query)));
  }
  return rows;
}
