import { readStorageEnv } from "../env.ts";
import { backUp } from "../storage/backup.ts";
import { isOnServer, mayBeStore, nameOfStore } from "../storage/store-address.ts";
import { noStore } from "./repository.ts";
import { UsageError } from "./user-error.ts";

/**
 * Copies the store into a new file, while the server runs, and prints its size.
 *
 * Throws a `UserError` when there is no store, a `UsageError` for one on PostgreSQL, and another error when the copy
 * cannot be made.
 */
export async function backup(file: string): Promise<void> {
  const { DATABASE_URL: url } = readStorageEnv(process.env);
  if (isOnServer(url))
    throw new UsageError(
      `${nameOfStore(url)} is in PostgreSQL: back it up there, as with pg_dump --format=custom, which pg_restore reads`,
    );
  if (!mayBeStore(url)) throw noStore(url);
  const bytes = await backUp(url, file);
  process.stdout.write(`${file}: ${(bytes / 1_000_000).toFixed(1)} MB, sound\n`);
}
