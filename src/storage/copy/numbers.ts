import { sql } from "drizzle-orm";
import type { Connection } from "../sql/handle.ts";
import { type Query, template } from "../sql/query.ts";
import type { CopiedTable, Numbering } from "./copied-tables.ts";

interface NumberedTable extends CopiedTable {
  readonly numbering: Numbering;
}

/** Lets the target number new rows of a table from where the source would. */
export async function copyNumbers(source: Connection, target: Connection, table: CopiedTable): Promise<void> {
  if (!isNumbered(table)) return;
  const last = await findLast(source, table);
  // Unlike `setval`, it is undone with the transaction.
  if (target.dialect === "postgres") await target.run(restart(table, last + 1));
  else if (table.numbering.isKept) await keepNumber(target, table.name, last);
}

function isNumbered(table: CopiedTable): table is NumberedTable {
  return table.numbering !== undefined;
}

type Found = { readonly number: number | null };

/** The last number that was given; 0 when none was. */
async function findLast(source: Connection, { name, numbering }: NumberedTable): Promise<number> {
  const { column, isKept } = numbering;
  const find = async (query: Query<Found>) => (await source.one(query))?.number ?? 0;
  const largest = await find(
    template(sql`select max(${sql.identifier(column)}) as number from ${sql.identifier(name)}`),
  );
  if (source.dialect === "postgres") return Math.max(largest, await find(givenOnPostgres(name, column)));
  return isKept ? Math.max(largest, await find(givenInSqlite(name))) : Math.max(largest, 0);
}

function givenOnPostgres(name: string, column: string): Query<Found> {
  const sequence = sql.identifier(sequenceOf(name, column));
  return template(
    sql`select case when is_called then last_value else last_value - 1 end as number from ${sequence}`,
  );
}

function givenInSqlite(name: string): Query<Found> {
  return template(sql`select seq as number from sqlite_sequence where name = ${name}`);
}

/** The name that the migrations of PostgreSQL give. */
function sequenceOf(name: string, column: string): string {
  return `${name}_${column}_seq`;
}

function restart({ name, numbering: { column } }: NumberedTable, next: number) {
  return sql`alter table ${sql.identifier(name)} alter column ${sql.identifier(column)}
    restart with ${sql.raw(String(next))}`;
}

async function keepNumber(target: Connection, name: string, last: number): Promise<void> {
  await target.run(sql`delete from sqlite_sequence where name = ${name}`);
  await target.run(sql`insert into sqlite_sequence (name, seq) values (${name}, ${last})`);
}
