import { is, type SQL } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  customType,
  doublePrecision,
  foreignKey,
  index,
  type PgColumnBuilderBase,
  type PgTable,
  pgTable,
  primaryKey,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { getTableConfig, type SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";

/** Text in the order of its bytes, as SQLite sorts it, whatever the database's language is. */
const bytewise = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

/**
 * The tables of PostgreSQL, made from SQLite's, by name.
 *
 * Each number is a `bigint`, since GitHub's ids need more than 32 bits, and times are milliseconds. JSON is text on
 * both. Throws for a column of a type that has no counterpart here yet.
 */
export function toPostgresTables(
  tables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, PgTable>> {
  const made = new Map<string, PgTable>();
  const own = Object.entries(tables).filter((entry): entry is [string, SQLiteTable] =>
    is(entry[1], SQLiteTable),
  );
  for (const [, table] of own) {
    const { name } = getTableConfig(table);
    made.set(
      name,
      toTable(table, (other) => made.get(other) as PgTable),
    );
  }
  return Object.fromEntries(
    own.map(([name, table]) => [name, made.get(getTableConfig(table).name) as PgTable]),
  );
}

type Columns = Readonly<Record<string, AnyPgColumn>>;

function toTable(table: SQLiteTable, other: (name: string) => PgTable): PgTable {
  const config = getTableConfig(table);
  const columns = Object.fromEntries(config.columns.map((column) => [column.name, toColumn(column)]));
  const of = (self: Columns, names: readonly { readonly name: string }[]) =>
    names.map(({ name }) => self[name] as AnyPgColumn) as [AnyPgColumn, ...AnyPgColumn[]];
  return pgTable(config.name, columns, (self: Columns) => [
    ...config.primaryKeys.map((key) => primaryKey({ columns: of(self, key.columns) })),
    ...config.foreignKeys.map((key) => toForeignKey(key, (names) => of(self, names), other)),
    ...config.indexes.map(({ config: { name, unique, columns: indexed, where } }) => {
      const on = (unique ? uniqueIndex(name) : index(name)).on(
        ...of(self, indexed as readonly SQLiteColumn[]),
      );
      return where === undefined ? on : on.where(where);
    }),
  ]) as unknown as PgTable;
}

type Reference = ReturnType<typeof getTableConfig>["foreignKeys"][number];

function toForeignKey(
  key: Reference,
  own: (names: readonly SQLiteColumn[]) => [AnyPgColumn, ...AnyPgColumn[]],
  other: (name: string) => PgTable,
) {
  const { columns, foreignTable, foreignColumns } = key.reference();
  const target = other(getTableConfig(foreignTable).name) as unknown as Columns;
  const made = foreignKey({
    columns: own(columns),
    foreignColumns: foreignColumns.map(({ name }) => target[name] as AnyPgColumn) as never,
  });
  return key.onDelete === undefined ? made : made.onDelete(key.onDelete);
}

function toColumn(column: SQLiteColumn): PgColumnBuilderBase {
  const made = typed(column);
  let builder = column.isUnique ? made.unique() : made;
  if (column.primary) builder = builder.primaryKey();
  if (column.notNull) builder = builder.notNull();
  if (column.default !== undefined) builder = builder.default(column.default as never);
  const { generated } = column;
  // PostgreSQL 15 computes such a column only when it stores a row.
  return generated === undefined ? builder : builder.generatedAlwaysAs(generated.as as SQL);
}

function typed(column: SQLiteColumn) {
  const { name, columnType } = column;
  switch (columnType) {
    case "SQLiteInteger":
    case "SQLiteTimestamp":
      return isNumbered(column)
        ? bigint(name, { mode: "number" }).generatedByDefaultAsIdentity()
        : bigint(name, { mode: "number" });
    case "SQLiteBoolean":
      return boolean(name);
    case "SQLiteText":
      return bytewise(name);
    case "SQLiteReal":
      return doublePrecision(name);
    case "SQLiteCustomColumn":
      if (column.getSQLType() === "integer") return bigint(name, { mode: "number" });
  }
  throw new Error(`the column ${name} has no type for PostgreSQL: ${columnType}`);
}

/** SQLite numbers the rows of such a table by itself. GitHub's ids are given instead. */
function isNumbered({ primary, columnType }: SQLiteColumn): boolean {
  return primary && columnType === "SQLiteInteger";
}
