import { existsSync } from "node:fs";
import { readStorageEnv } from "../env.ts";
import { lockStore } from "../storage/store-lock.ts";
import { openStores } from "../storage/stores.ts";
import { noStore } from "./repository.ts";

/**
 * Brings the store up to date, as the server does when it starts, and prints its schema.
 *
 * Throws a `UserError` when there is no store, and a `StoreError` when the file is no store of an earlier version, or a
 * server holds it.
 */
export async function migrate(): Promise<void> {
  const { DATABASE_URL: url } = readStorageEnv(process.env);
  if (!existsSync(url.replace(/^file:/, ""))) throw noStore(url);
  const hold = await lockStore(url, { waitMs: 0 });
  try {
    const stores = await openStores(url);
    const { schemaVersion } = await stores.operations.loadSize();
    await stores.close();
    process.stdout.write(`${url}: schema ${schemaVersion}\n`);
  } finally {
    hold.release();
  }
}
