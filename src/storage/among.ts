import { type AnyColumn, type Placeholder, type SQL, sql } from "drizzle-orm";

/** A column that holds one of many values; they go as one parameter (see `asList`), of which SQLite takes any size. */
export function among(column: AnyColumn, values: string | Placeholder): SQL {
  return sql`${column} in (select value from json_each(${values}))`;
}

/** Values as the parameter of `among`. */
export function asList(values: Iterable<string | number>): string {
  return JSON.stringify([...values]);
}
