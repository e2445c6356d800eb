import { existsSync } from "node:fs";
import { readStorageEnv } from "../env.ts";
import { backUp } from "../storage/backup.ts";
import { noStore } from "./repository.ts";

/**
 * Copies the store into a new file, while the server runs, and prints its size.
 *
 * Throws a `UserError` when there is no store, and another error when the copy cannot be made.
 */
export async function backup(file: string): Promise<void> {
  const { DATABASE_URL: url } = readStorageEnv(process.env);
  if (!existsSync(url.replace(/^file:/, ""))) throw noStore(url);
  const bytes = await backUp(url, file);
  process.stdout.write(`${file}: ${(bytes / 1_000_000).toFixed(1)} MB, sound\n`);
}
