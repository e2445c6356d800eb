import { type AnyColumn, and, asc, gt, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { byDialect } from "./sql/dialect.ts";
import type { Connection } from "./sql/handle.ts";
import { build, type Query, type Values } from "./sql/query.ts";
import { timesOf } from "./store-time.ts";

/** A part of a list of partitions: those after one, in order. */
export interface PartitionPage {
  readonly after: number;
  readonly most: number;
}

/** Whether a column holds the only partition that is asked for; without such a partition, always. */
export function isOnly(column: AnyColumn, only: Placeholder): SQL {
  return byDialect({
    sqlite: sql`(${only} is null or ${column} = ${only})`,
    postgres: sql`(${only}::bigint is null or ${column} = ${only}::bigint)`,
  });
}

/** Builds the query of the partitions of a table in which a condition holds. The condition may have placeholders. */
export function buildPartitions(table: SQLiteTable, partition: SQLiteColumn, isDue: SQL | undefined) {
  return build
    .selectDistinct({ partition: sql<number>`${partition}` })
    .from(table)
    .where(and(isDue, gt(partition, sql.placeholder("after"))))
    .orderBy(asc(partition))
    .limit(sql.placeholder("most"));
}

/** Reads a page of the partitions of such a query; `others` are further values of its condition. */
export async function listPartitions(
  connection: Connection,
  query: Query<{ readonly partition: number }>,
  now: Date,
  page: PartitionPage,
  others: Values = {},
): Promise<readonly number[]> {
  const rows = await connection.all(query, { ...others, ...page, ...timesOf(now) });
  return rows.map(({ partition }) => partition);
}
