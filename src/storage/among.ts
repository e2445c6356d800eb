import { type AnyColumn, type Placeholder, type SQL, sql } from "drizzle-orm";
import { asJsonb } from "./expressions.ts";
import { byDialect } from "./sql/dialect.ts";

/** Whether a column holds one of many values. The values are one parameter (see `asList`), of any size. */
export function isAmong(column: AnyColumn, values: string | Placeholder): SQL {
  const type = sql.raw(column.getSQLType() === "integer" ? "bigint" : "text");
  return byDialect({
    sqlite: sql`${column} in (select value from json_each(${values}))`,
    postgres: sql`${column} = any (array(select value::${type} from jsonb_array_elements_text(${asJsonb(values)}) as value))`,
  });
}

/** Values as the parameter of `isAmong`. */
export function asList(values: Iterable<string | number>): string {
  return JSON.stringify([...values]);
}
