import { getTableColumns, is, SQL, type SQLWrapper, sql } from "drizzle-orm";
import { SQLiteAsyncDialect, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import { SQLiteRemoteSession, SqliteRemoteDatabase } from "drizzle-orm/sqlite-proxy";
import { byDialect, type DialectName, type Rendered, renderFor } from "./dialect.ts";

/**
 * A query as a value: what is read, with placeholders for values. A connection runs it (`Connection` of `handle.ts`).
 *
 * It is one of Drizzle's builders from `build`, or a template (`template`). Queries at the top of a module are rendered
 * once.
 */
export interface Query<Row> extends SQLWrapper {
  readonly _: { readonly result: readonly Row[] };
}

/** The values of a query's placeholders, by name. */
export type Values = Readonly<Record<string, unknown>>;

type InsertConfig = Parameters<SQLiteAsyncDialect["buildInsertQuery"]>[0];

/** Passes queries on as they are, so that the connection's dialect renders them. */
class UnrenderedDialect extends SQLiteAsyncDialect {
  override sqlToQuery(query: SQL) {
    return { sql: query as unknown as string, params: [] };
  }

  override buildInsertQuery(config: InsertConfig): SQL {
    const values = numbered(config);
    const onConflict = config.onConflict?.map(withBareTarget) ?? [];
    return super.buildInsertQuery({ ...config, values, onConflict });
  }
}

/** PostgreSQL numbers a row by `default`, and refuses the null by which SQLite does. */
function numbered({ table, values }: InsertConfig): InsertConfig["values"] {
  const columns = Object.entries(getTableColumns(table));
  const number = columns.find(([, { primary, columnType }]) => primary && columnType === "SQLiteInteger");
  if (number === undefined || !Array.isArray(values)) return values;
  return values.map((row) => ({ [number[0]]: NEXT_NUMBER, ...row }));
}

/** The clause `on conflict (columns) …` without the table before the columns, which PostgreSQL refuses there. */
function withBareTarget(clause: SQL): SQL {
  const [before, target, ...rest] = clause.queryChunks;
  const columns = is(target, SQL) ? target.queryChunks.find((chunk) => Array.isArray(chunk)) : undefined;
  if (columns === undefined) return clause;
  const names = (columns as SQLiteColumn[]).map(({ name }) => sql.identifier(name));
  return sql`${before}${names}${new SQL(rest)}`;
}

const NEXT_NUMBER = byDialect({ sqlite: sql`null`, postgres: sql`default` });

const dialect = new UnrenderedDialect();
const session = new SQLiteRemoteSession(
  () => {
    throw new Error("a query was run without a connection: use `all`, `one` or `run` of a connection");
  },
  dialect,
  undefined,
);

/** Drizzle's builder of queries, the same for both databases. */
export const build = new SqliteRemoteDatabase("async", dialect, session, undefined);

/** A query in SQL. Its rows are objects, by the names that the query gives to columns, quoted unless in lower case. */
export function template<Row>(text: SQL): Query<Row> {
  return new Template(text);
}

class Template<Row> implements Query<Row> {
  declare readonly _: { readonly result: readonly Row[] };
  readonly #text: SQL;

  constructor(text: SQL) {
    this.#text = text;
  }

  getSQL(): SQL {
    return this.#text;
  }
}

/** A query that a driver can run. */
export interface Statement extends Rendered {
  /** Whether rows are needed as arrays of the selected values, which `toRows` maps. */
  readonly isMapped: boolean;
  toRows(rows: readonly unknown[]): unknown[];
}

/** Makes a function that renders queries for a database, each query once. */
export function createRenderer(name: DialectName): (query: SQLWrapper) => Statement {
  const rendered = new WeakMap<SQLWrapper, Statement>();
  return (query) => {
    const known = rendered.get(query);
    if (known !== undefined) return known;
    const statement = toStatement(name, query);
    rendered.set(query, statement);
    return statement;
  };
}

interface Preparable {
  prepare(): { mapAllResult(rows: readonly unknown[]): unknown };
}

function toStatement(name: DialectName, query: SQLWrapper): Statement {
  const rendered = renderFor(name, query.getSQL());
  if (!("prepare" in query)) return { ...rendered, isMapped: false, toRows: (rows) => [...rows] };
  const prepared = (query as SQLWrapper & Preparable).prepare();
  return { ...rendered, isMapped: true, toRows: (rows) => prepared.mapAllResult(rows) as unknown[] };
}
