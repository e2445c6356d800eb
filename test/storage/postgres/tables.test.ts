import { is, sql } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import * as all from "../../../src/storage/all-tables.ts";
import * as onPostgres from "../../../src/storage/postgres/tables.ts";
import { byDialect } from "../../../src/storage/sql/dialect.ts";
import { template } from "../../../src/storage/sql/query.ts";
import { openTestStores } from "../../support/stores.ts";

const TABLES = Object.values(all).filter((table) => is(table, SQLiteTable));

interface Column {
  readonly table: string;
  readonly name: string;
  readonly isNullable: number;
}

/** The columns that the database has. */
const COLUMNS = template<Column>(
  byDialect({
    sqlite: sql`select t.name as "table", c.name, not c."notnull" as "isNullable"
      from sqlite_schema as t join pragma_table_xinfo(t.name) as c
      where t.type = 'table' and t.name not like 'sqlite_%' and t.name <> '__drizzle_migrations'`,
    postgres: sql`select table_name as "table", column_name as name, is_nullable = 'YES' as "isNullable"
      from information_schema.columns where table_schema = 'public'`,
  }),
);

const sorted = (columns: readonly Column[]) => columns.map((column) => JSON.stringify(column)).sort();

describe("the tables", () => {
  it("are in the database, with their columns and no others, as nullable as they are defined", async () => {
    const { database } = await openTestStores();
    const defined = TABLES.map(getTableConfig).flatMap(({ name: table, columns }) =>
      columns.map(({ name, notNull }) => ({ table, name, isNullable: notNull ? 0 : 1 })),
    );

    expect(sorted(await database.all(COLUMNS))).toEqual(sorted(defined));
  });

  it("are all exported for PostgreSQL, where drizzle-kit finds them", () => {
    const names = Object.entries(all).flatMap(([name, table]) => (is(table, SQLiteTable) ? [name] : []));

    expect(Object.keys(onPostgres).sort()).toEqual(names.sort());
  });
});
