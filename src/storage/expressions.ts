import { type Placeholder, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { byDialect } from "./sql/dialect.ts";

/** The smaller of two values, neither of which is null: with a null, the databases differ. */
export function least(a: SQLWrapper, b: SQLWrapper): SQL {
  return byDialect({ sqlite: sql`min(${a}, ${b})`, postgres: sql`least(${a}, ${b})` });
}

/** The larger of two values, neither of which is null: with a null, the databases differ. */
export function greatest(a: SQLWrapper, b: SQLWrapper): SQL {
  return byDialect({ sqlite: sql`max(${a}, ${b})`, postgres: sql`greatest(${a}, ${b})` });
}

/**
 * JSON for PostgreSQL, with U+FFFD for each NUL, as in its texts (`sql/nul.ts`): it refuses to read the text of a NUL.
 */
export function asJsonb(json: string | SQLWrapper): SQL {
  return sql`replace(${json}, '\\u0000', '\\ufffd')::jsonb`;
}

/** The length of a list that is stored as JSON. */
export function jsonLength(list: SQLWrapper): SQL {
  return byDialect({
    sqlite: sql`json_array_length(${list})`,
    postgres: sql`json_array_length(${list}::json)`,
  });
}

/** Gathers the values of a group, or of all rows, into a list as JSON. */
export function jsonListOf(value: SQL, order: SQL): SQL {
  return byDialect({
    sqlite: sql`json_group_array(${value} order by ${order})`,
    postgres: sql`coalesce(json_agg(${value} order by ${order})::text, '[]')`,
  });
}

/** The texts of a list that is stored as JSON, as a table of this name with the column `value`. */
export function jsonTexts(list: SQLWrapper, name: SQL): SQL {
  return byDialect({
    sqlite: sql`json_each(${list}) as ${name}`,
    postgres: sql`jsonb_array_elements_text(${asJsonb(list)}) as ${name}(value)`,
  });
}

/** The objects of a list that is stored as JSON, as a table of this name with the column `value`. */
export function jsonObjects(list: SQLWrapper, name: SQL): SQL {
  return byDialect({
    sqlite: sql`json_each(${list}) as ${name}`,
    postgres: sql`jsonb_array_elements(${asJsonb(list)}) as ${name}(value)`,
  });
}

/** The first text of a list that is stored as JSON. */
export function jsonFirst(list: SQLWrapper): SQL {
  return byDialect({ sqlite: sql`${list} ->> 0`, postgres: sql`${asJsonb(list)} ->> 0` });
}

/** A parameter as a text that compares like a column. */
export function asText(value: Placeholder): SQL {
  return byDialect({
    sqlite: sql`cast(${value} as text)`,
    postgres: sql`cast(${value} as text) collate "C"`,
  });
}

/** A list of objects, as JSON, as a table with these columns. */
export function listedRows(rows: Placeholder, columns: Readonly<Record<string, "text" | "bigint">>): SQL {
  const names = Object.keys(columns);
  const all = (part: (name: string) => string) => sql.raw(names.map(part).join(", "));
  return byDialect({
    sqlite: sql`(select ${all((name) => `value ->> '${name}' as "${name}"`)} from json_each(${rows}))`,
    postgres: sql`jsonb_to_recordset(${asJsonb(rows)})
      as listed_row(${all((name) => `"${name}" ${columns[name]}`)})`,
  });
}

/** A list of texts (see `asList`) as a table with the columns `value` and `place`, the place in the list. */
export function listedInOrder(values: SQLWrapper): SQL {
  return byDialect({
    sqlite: sql`(select value, key as place from json_each(${values}))`,
    postgres: sql`(select value collate "C" as value, place from jsonb_array_elements_text(${asJsonb(values)})
      with ordinality as item(value, place))`,
  });
}

/** A join that SQLite runs from the first table to the second one. PostgreSQL chooses the order by its statistics. */
export const ORDERED_JOIN = byDialect({ sqlite: sql`cross join`, postgres: sql`join` });

/** The values of a list as a table with the column `value`. The list is one parameter (see `asList`), of any size. */
export function listed(values: string | SQLWrapper, type: "bigint" | "text" = "text"): SQL {
  const column = sql.raw(type === "text" ? 'value collate "C"' : "value::bigint");
  return byDialect({
    sqlite: sql`(select value from json_each(${values}))`,
    postgres: sql`(select ${column} as value from jsonb_array_elements_text(${asJsonb(values)}) as value)`,
  });
}
