import { readKeyEnv, readStorageEnv } from "../env.ts";
import type { OpeningOptions } from "../storage/begin-store.ts";
import { isOnServer, mayBeStore, nameOfStore } from "../storage/store-address.ts";
import { lockStore } from "../storage/store-lock.ts";
import { openStores } from "../storage/stores.ts";
import { noStore } from "./repository.ts";

/** The options of `plimsoll migrate`. */
export interface MigrateOptions {
  /** Whether people are hashed with the key of the environment from now on, though it is another one. */
  readonly newPseudonymKey?: true;
}

/**
 * Brings the store up to date, as the server does when it starts, and prints its schema. On PostgreSQL it also makes it.
 *
 * Throws a `UserError` when there is no file, and a `StoreError` when the store cannot be used, or a server holds it.
 */
export async function migrate({ newPseudonymKey }: MigrateOptions): Promise<void> {
  const { DATABASE_URL: url } = readStorageEnv(process.env);
  if (!mayBeStore(url)) throw noStore(url);
  const key: OpeningOptions = newPseudonymKey
    ? { pseudonymKey: readKeyEnv(process.env), acceptsNewKey: true }
    : {};
  // A server on PostgreSQL migrates under a lock of the database.
  const hold = isOnServer(url) ? undefined : await lockStore(url, { waitMs: 0 });
  try {
    const stores = await openStores(url, key);
    const { schemaVersion } = await stores.operations.loadSize().finally(() => stores.close());
    process.stdout.write(`${nameOfStore(url)}: schema ${schemaVersion}\n`);
  } finally {
    hold?.release();
  }
}
