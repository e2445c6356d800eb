import { type AnyColumn, type Placeholder, type SQL, sql } from "drizzle-orm";

/** Whether a column holds one of many values. The values are one parameter (see `asList`), of any size. */
export function isAmong(column: AnyColumn, values: string | Placeholder): SQL {
  return sql`${column} in (select value from json_each(${values}))`;
}

/** Values as the parameter of `among`. */
export function asList(values: Iterable<string | number>): string {
  return JSON.stringify([...values]);
}
