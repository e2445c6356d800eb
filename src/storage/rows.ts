import {
  type AnyColumn,
  and,
  eq,
  type GetColumnData,
  type Placeholder,
  type SQL,
  type SQLWrapper,
  sql,
} from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { build } from "./sql/query.ts";

/** Placeholders, by their names, for values that a statement gets when it runs. */
export function placeholders<Name extends string>(
  ...names: readonly Name[]
): Record<Name, Placeholder<Name>> {
  const values = names.map((name) => [name, sql.placeholder(name)]);
  return Object.fromEntries(values) as Record<Name, Placeholder<Name>>;
}

/** The values for comparing columns of a table. */
type Compared<Table> = {
  readonly [Name in keyof Table]?: Table[Name] extends AnyColumn
    ? GetColumnData<Table[Name], "raw"> | Placeholder | AnyColumn
    : never;
};

/** The condition that some columns of a table have the given values. */
export function matches<Table extends SQLiteTable>(table: Table, values: Compared<Table>): SQL | undefined {
  const columns = table as unknown as Readonly<Record<string, AnyColumn>>;
  return and(...Object.entries(values).map(([name, value]) => eq(columns[name] as AnyColumn, value)));
}

/** The values of an insert for some columns, for an update when the row exists already. */
export function excludedValues<Name extends string>(
  table: Readonly<Record<Name, AnyColumn>>,
  ...names: readonly Name[]
): Record<Name, SQL> {
  const values = names.map((name) => [name, sql.raw(`excluded.${table[name].name}`)]);
  return Object.fromEntries(values) as Record<Name, SQL>;
}

/** Inserts a row, or overwrites the existing row with the same key. */
export function buildUpsert<Table extends SQLiteTable>(
  table: Table,
  { row, key }: { readonly row: Table["$inferInsert"]; readonly key: SQLiteColumn | SQLiteColumn[] },
): SQLWrapper {
  return build.insert(table).values(row).onConflictDoUpdate({ target: key, set: row });
}

/** A row whose nulls are `undefined`. */
type WithoutNulls<Row> = {
  [Name in keyof Row]: null extends Row[Name] ? Exclude<Row[Name], null> | undefined : Row[Name];
};

/** The same row with `undefined` for each null. */
export function withoutNulls<Row extends object>(row: Row): WithoutNulls<Row> {
  const entries = Object.entries(row).map(([name, value]) => [name, value ?? undefined]);
  return Object.fromEntries(entries) as WithoutNulls<Row>;
}
