import type SqliteDatabase from "better-sqlite3";

/** The assumed number of rows of a table, and of those that belong to one repository. */
const ROWS = 1_000_000;
const ROWS_OF_REPOSITORY = 10_000;
/** The assumed number of rows that share any other key, except for columns with few values. */
const ROWS_OF_KEY = 4;
const FEW_VALUES: ReadonlySet<string> = new Set(["channel", "role", "kind", "is_urgent", "status"]);

interface IndexRow {
  readonly table: string;
  readonly index: string;
}

/**
 * Gives SQLite's planner the sizes to which tables grow: a repository has thousands of rows, a commit a few.
 *
 * Without statistics it assumes about ten rows for a repository, and reads them all rather than use an index. The
 * statistics of `ANALYZE` would fit only the day on which it ran. See sqlite.org/fileformat2.html#stat1tab. If the
 * statistics are set already, nothing is written, so that a locked database can still be read.
 */
export function assumeStatistics(client: SqliteDatabase.Database): void {
  const assumed = statisticsOf(client);
  if (statisticsIn(client) === JSON.stringify(assumed)) return;
  client.exec("analyze sqlite_schema");
  const insert = client.prepare("insert into sqlite_stat1 (tbl, idx, stat) values (?, ?, ?)");
  client.transaction(() => {
    client.exec("delete from sqlite_stat1");
    for (const row of assumed) insert.run(row);
  })();
  // Makes the planner read them.
  client.exec("analyze sqlite_schema");
}

/** The rows of `sqlite_stat1`, in the order of the indexes. */
function statisticsOf(client: SqliteDatabase.Database): string[][] {
  const indexes = client
    .prepare(
      "select tbl_name as 'table', name as 'index' from sqlite_schema where type = 'index' order by name",
    )
    .all() as IndexRow[];
  const columnsOf = client.prepare("select name from pragma_index_info(?)").pluck();
  return indexes.map(({ table, index }) => {
    return [table, index, [ROWS, ...shares(columnsOf.all(index) as string[])].join(" ")];
  });
}

/** The present statistics of the planner, as JSON; `undefined` when there are none. */
function statisticsIn(client: SqliteDatabase.Database): string | undefined {
  const hasAny = client.prepare("select 1 from sqlite_schema where name = 'sqlite_stat1'").get();
  if (hasAny === undefined) return undefined;
  return JSON.stringify(client.prepare("select tbl, idx, stat from sqlite_stat1 order by idx").raw().all());
}

/** The number of rows that share the values of the first column, of the first two, and so on. */
function shares(columns: readonly string[]): number[] {
  let rows = ROWS;
  return columns.map((column) => {
    if (column === "repository_id") rows = ROWS_OF_REPOSITORY;
    else if (!FEW_VALUES.has(column)) rows = Math.min(rows, ROWS_OF_KEY);
    return rows;
  });
}
