import { chmodSync, existsSync, linkSync, rmSync, statSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";
import { assertFile, assertOwnStore, notWritable } from "./store-identity.ts";

/** A backup cannot be made; the message says why. */
class BackupError extends Error {
  override readonly name = "BackupError";
}

const UNFINISHED = `.${process.pid}.unfinished`;

/** More pages than any database has: all are copied in one step, which what is written meanwhile cannot start anew. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Copies the database as it is at one moment into a new file, while others read and write it, and returns its bytes.
 *
 * The file appears only once it is whole, and is readable by its owner alone. Throws a `BackupError` when the file exists
 * or the copy is not sound, a `StoreError` for what is no store, and why when the database cannot be read or the file cannot be written.
 */
export async function backUp(url: string, file: string): Promise<number> {
  if (existsSync(file)) throw new BackupError(`${file} exists: give the name of a new file`);
  const unfinished = `${file}${UNFINISHED}`;
  try {
    await copy(url.replace(/^file:/, ""), unfinished);
    // Unlike a rename, it does not replace a file that has appeared meanwhile.
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
    // One of an earlier version too: it is copied before it is brought up to date.
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
    // One file holds it all: no log beside it is needed to read it.
    copied.pragma("journal_mode = DELETE");
    const [problem] = copied.pragma("integrity_check") as { integrity_check: string }[];
    if (problem?.integrity_check !== "ok") {
      throw new BackupError(`the copy is not sound: ${problem?.integrity_check}`);
    }
  } finally {
    copied.close();
  }
}
