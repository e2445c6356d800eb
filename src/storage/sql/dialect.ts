import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";

/** The databases in which a store can be. */
export type DialectName = "sqlite" | "postgres";

/** The dialect of the query that is being rendered. Rendering is synchronous. */
let rendering: DialectName = "sqlite";

/** A query as text, with its parameters in order; placeholders are among them. */
export interface Rendered {
  readonly sql: string;
  readonly params: unknown[];
}

class PostgresDialect extends SQLiteAsyncDialect {
  override escapeParam(index: number): string {
    return `$${index + 1}`;
  }
}

const DIALECTS: Readonly<Record<DialectName, SQLiteAsyncDialect>> = {
  sqlite: new SQLiteAsyncDialect(),
  postgres: new PostgresDialect(),
};

/** Renders a query for one database. */
export function renderFor(name: DialectName, template: SQL): Rendered {
  rendering = name;
  return DIALECTS[name].sqlToQuery(template);
}

/** A part of a query that the two databases write differently. */
export function byDialect(parts: Readonly<Record<DialectName, SQL>>): SQL {
  const part: SQLWrapper & { shouldOmitSQLParens(): boolean } = {
    getSQL: () => parts[rendering],
    shouldOmitSQLParens: () => true,
  };
  return sql`${part}`;
}
