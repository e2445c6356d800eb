import { chmodSync, existsSync, linkSync, rmSync, statSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";
import { pathOf } from "./store-address.ts";
import { assertFile, assertOwnStore, notWritable } from "./store-identity.ts";

/** A backup cannot be made; the message gives the reason. */
class BackupError extends Error {
  override readonly name = "BackupError";
}

const UNFINISHED = `.${process.pid}.unfinished`;

/** More pages than any database has. All are copied in one step, so that concurrent writes cannot restart the copy. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Copies the database at one moment into a new file, while others read and write it, and returns its size in bytes.
 *
 * The file appears only when it is complete, and only its owner can read it. Throws a `BackupError` when the file
 * exists or the copy is damaged, a `StoreError` when the source is no store, and the system's error when the database
 * cannot be read or the file cannot be written.
 */
export async function backUp(url: string, file: string): Promise<number> {
  if (existsSync(file)) throw new BackupError(`${file} exists: give the name of a new file`);
  const unfinished = `${file}${UNFINISHED}`;
  try {
    await copy(pathOf(url), unfinished);
    // Unlike a rename, a link does not replace a file that has appeared in the meantime.
    linkSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
  return statSync(file).size;
}

async function copy(from: string, to: string): Promise<void> {
  assertFile(from);
  const source = new SqliteDatabase(from, { readonly: true, fileMustExist: true });
  try {
    // A store of an earlier version is accepted, too: it is copied before its migration.
    assertOwnStore(source, "migrate");
    await source.backup(to, { progress: () => ALL_PAGES }).catch((error) => {
      throw existsSync(to) ? error : notWritable(to.replace(UNFINISHED, ""), error);
    });
  } finally {
    source.close();
  }
  chmodSync(to, 0o600);
  assertSound(to);
}

function assertSound(file: string): void {
  const copied = new SqliteDatabase(file);
  try {
    // One file holds everything: nobody needs a log beside it to read it.
    copied.pragma("journal_mode = DELETE");
    const [problem] = copied.pragma("integrity_check") as { integrity_check: string }[];
    if (problem?.integrity_check !== "ok") {
      throw new BackupError(`the copy is not sound: ${problem?.integrity_check}`);
    }
  } finally {
    copied.close();
  }
}
