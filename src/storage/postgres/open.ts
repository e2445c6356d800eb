import type { SqlDatabase } from "../sql/handle.ts";
import { connectPostgres } from "../sql/postgres.ts";
import { nameOfStore } from "../store-address.ts";
import { earlierVersion, type StoreAccess, StoreError } from "../store-identity.ts";
import { serverError } from "./errors.ts";
import { findHolding, type Holding } from "./identity.ts";
import { migratePostgres } from "./migrate.ts";

/**
 * Opens a PostgreSQL database, `postgres://…`, and migrates its schema where `access` is `migrate`.
 *
 * Throws a `StoreError` when the server cannot be used, or the database is no store of this version.
 */
export async function openPostgres(url: string, access: StoreAccess): Promise<SqlDatabase> {
  const name = nameOfStore(url);
  const sql = connectPostgres(url);
  try {
    const holding = await findHolding(sql, name);
    if (holding.applied < holding.known) await migrate(sql, url, { access, holding });
    return sql;
  } catch (error) {
    await sql.close();
    throw serverError(name, error);
  }
}

/** Migrates a store, or makes it. A store that needs neither is opened without the right to change tables. */
async function migrate(
  sql: SqlDatabase,
  url: string,
  { access, holding }: { readonly access: StoreAccess; readonly holding: Holding },
): Promise<void> {
  const name = nameOfStore(url);
  const { applied, known } = holding;
  if (access !== "migrate")
    throw applied === 0 ? emptyDatabase(name) : earlierVersion(name, [applied, known]);
  await migratePostgres(url);
  // Another version may have migrated it in the meantime.
  await findHolding(sql, name);
}

function emptyDatabase(name: string): StoreError {
  return new StoreError(`${name} is empty: run plimsoll migrate, it makes the store`);
}
