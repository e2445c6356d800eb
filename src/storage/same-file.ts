import { statSync } from "node:fs";
import type SqliteDatabase from "better-sqlite3";

/** The file of an open database was deleted or replaced, so everything that is written is lost. */
class StoreLostError extends Error {
  override readonly name = "StoreLostError";
}

/**
 * Prepares to check that the file of a database is still the one that was opened, by its device and inode.
 *
 * SQLite continues to write into a deleted file, and reports nothing. The check throws a `StoreLostError`.
 */
export function createSameFileCheck({ name, memory }: SqliteDatabase.Database): () => void {
  if (memory) return () => {};
  const opened = identityOf(name);
  return () => {
    const now = identityOf(name);
    if (now === opened) return;
    const what = now === undefined ? "is gone" : "was replaced by another one";
    throw new StoreLostError(`the file ${name} ${what} while it was open: stop the server before moving it`);
  };
}

function identityOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found && `${found.dev}:${found.ino}`;
}
