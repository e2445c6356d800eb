import type SqliteDatabase from "better-sqlite3";

/** How many rows a table is taken to have, and how many of them belong to one repository. */
const ROWS = 1_000_000;
const ROWS_OF_REPOSITORY = 10_000;
/** How many rows share any other key, but for the columns that have few values. */
const ROWS_OF_KEY = 4;
const FEW_VALUES: ReadonlySet<string> = new Set(["channel", "role", "kind", "is_urgent", "status"]);

interface IndexRow {
  readonly table: string;
  readonly index: string;
}

/**
 * Tells SQLite's planner how large tables grow: a repository has thousands of rows, a commit a few.
 *
 * Without statistics it takes a repository to have about ten rows and reads them all rather than use an index; those of
 * `ANALYZE` would be right only for the day on which it ran. See sqlite.org/fileformat2.html#stat1tab.
 */
export function assumeStatistics(client: SqliteDatabase.Database): void {
  client.exec("analyze sqlite_schema");
  const insert = client.prepare("insert into sqlite_stat1 (tbl, idx, stat) values (?, ?, ?)");
  const indexes = client
    .prepare("select tbl_name as 'table', name as 'index' from sqlite_schema where type = 'index'")
    .all() as IndexRow[];
  client.transaction(() => {
    client.exec("delete from sqlite_stat1");
    for (const { table, index } of indexes) {
      const columns = client.prepare("select name from pragma_index_info(?)").pluck().all(index) as string[];
      insert.run(table, index, [ROWS, ...shares(columns)].join(" "));
    }
  })();
  // Has the planner read them.
  client.exec("analyze sqlite_schema");
}

/** How many rows share the values of the first column, of the first two, and so on. */
function shares(columns: readonly string[]): number[] {
  let rows = ROWS;
  return columns.map((column) => {
    if (column === "repository_id") rows = ROWS_OF_REPOSITORY;
    else if (!FEW_VALUES.has(column)) rows = Math.min(rows, ROWS_OF_KEY);
    return rows;
  });
}
