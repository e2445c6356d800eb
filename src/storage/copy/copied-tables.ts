import { is, type SQL, sql } from "drizzle-orm";
import { getTableConfig, type SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import * as all from "../all-tables.ts";
import { byDialect } from "../sql/dialect.ts";
import { type Query, template } from "../sql/query.ts";

/** The number of rows that are in memory at once. */
const ROWS_AT_ONCE = 500;

/** A row as both databases give it: numbers, texts, and 0 or 1 for a boolean. */
export type Row = Readonly<Record<string, string | number | null>>;

/** The numbers that a database gives to new rows of a table. */
export interface Numbering {
  readonly column: string;
  /** Whether SQLite, too, gives no number a second time after its row is gone. */
  readonly isKept: boolean;
}

/** A table, and the queries that copy it from either database to either. Generated columns are not copied. */
export interface CopiedTable {
  readonly name: string;
  readonly numbering: Numbering | undefined;
  readonly count: Query<{ readonly count: number }>;
  /** Its first rows, in the order of the key. */
  readonly first: Query<Row>;
  /** The rows after a row, whose values are the query's. */
  readonly next: Query<Row>;
  /** Inserts `rows`, a list of rows as JSON. */
  readonly insert: SQL;
}

type Table = ReturnType<typeof getTableConfig>;

/** All tables of a store; each comes after those that its rows refer to. */
export function listTables(): readonly CopiedTable[] {
  const tables = Object.values(all).flatMap((table) =>
    is(table, SQLiteTable) ? [getTableConfig(table)] : [],
  );
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = new Set<Table>();
  const add = (table: Table) => {
    for (const { reference } of table.foreignKeys) {
      const referred = byName.get(getTableConfig(reference().foreignTable).name);
      if (referred !== undefined && referred !== table) add(referred);
    }
    ordered.add(table);
  };
  for (const table of tables) add(table);
  return [...ordered].map(toCopied);
}

function toCopied(table: Table): CopiedTable {
  const name = sql.identifier(table.name);
  const columns = table.columns.filter(({ generated }) => generated === undefined);
  const listed = list(columns.map(quoted));
  const key = keyOf(table);
  const keys = list(key.map(quoted));
  const rows = (after: SQL) =>
    template<Row>(
      sql`select ${listed} from ${name} ${after} order by ${keys} limit ${sql.raw(`${ROWS_AT_ONCE}`)}`,
    );
  const last = list(key.map((column) => sql`${sql.placeholder(column.name)}`));
  return {
    name: table.name,
    numbering: numberingOf(table),
    count: template(sql`select count(*) as count from ${name}`),
    first: rows(sql``),
    next: rows(sql`where (${keys}) > (${last})`),
    insert: sql`insert into ${name} (${listed}) ${byDialect({
      sqlite: sql`select ${list(columns.map(extracted))} from json_each(${sql.placeholder("rows")})`,
      postgres: sql`select ${listed} from json_populate_recordset(null::${name}, ${sql.placeholder("rows")})`,
    })}`,
  };
}

const list = (parts: readonly SQL[]) => sql.join([...parts], sql`, `);
const quoted = ({ name }: SQLiteColumn) => sql`${sql.identifier(name)}`;
const extracted = ({ name }: SQLiteColumn) => sql`value ->> ${sql.raw(`'${name}'`)}`;

function keyOf({ name, columns, primaryKeys }: Table): readonly SQLiteColumn[] {
  const key = [...columns.filter(({ primary }) => primary), ...primaryKeys.flatMap((each) => each.columns)];
  if (key.length === 0) throw new Error(`the table ${name} has no key by which its rows are read in parts`);
  return key as SQLiteColumn[];
}

/** The same columns are numbered as in PostgreSQL's tables (`../postgres/from-sqlite.ts`). */
function numberingOf({ columns }: Table): Numbering | undefined {
  const column = columns.find(({ primary, columnType }) => primary && columnType === "SQLiteInteger");
  if (column === undefined) return undefined;
  const isKept = "autoIncrement" in column && column.autoIncrement === true;
  return { column: column.name, isKept };
}
