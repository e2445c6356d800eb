import { realpathSync, statSync } from "node:fs";
import type SqliteDatabase from "better-sqlite3";

/** The file of an open database was deleted or replaced, so everything that is written is lost. */
class StoreLostError extends Error {
  override readonly name = "StoreLostError";
}

/** SQLite finds these files beside the database by their names. Commits are in the first one for a while. */
const BESIDE = ["-wal", "-shm"];

/**
 * Prepares to check that the files of a database are still the opened ones, by their devices and inodes.
 *
 * SQLite continues to write into deleted files, and reports nothing. The check throws a `StoreLostError`.
 */
export function createSameFileCheck({ name, memory }: SqliteDatabase.Database): () => void {
  if (memory) return () => {};
  const real = realpathSync(name);
  const opened = [name, ...BESIDE.map((suffix) => `${real}${suffix}`)]
    .map((path) => ({ path, identity: identityOf(path) }))
    .filter(({ identity }) => identity !== undefined);
  return () => {
    for (const { path, identity } of opened) {
      const now = identityOf(path);
      if (now === identity) continue;
      const what = now === undefined ? "is gone" : "was replaced by another one";
      throw new StoreLostError(
        `the file ${path} ${what} while it was open: stop the server before moving or removing it`,
      );
    }
  };
}

function identityOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found && `${found.dev}:${found.ino}`;
}
