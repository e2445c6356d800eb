import { accessSync, constants, readdirSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createFolder } from "../storage/folder.ts";
import { UserError } from "./user-error.ts";

/** The causes that a user can remove, by the code of the file system's error; each follows a path. */
const CAUSES: Readonly<Record<string, string>> = {
  ENOTDIR: "is a file, or below a file",
  EISDIR: "is a folder, and a file of this name is written",
  EACCES: "may not be written by this user",
  EPERM: "may not be written by this user",
  EROFS: "is on a read-only disk",
  ENOSPC: "has no space left",
};

/**
 * Creates the folder of `--out`, and checks that these files can be written into it. A command calls this before it
 * reads anything that takes long.
 *
 * Throws a `UserError` that names the cause.
 */
export function prepareFolder(folder: string, files: readonly string[]): void {
  try {
    createFolder(folder);
    readdirSync(folder);
    accessSync(folder, constants.W_OK);
    for (const path of files) checkFile(join(folder, path));
  } catch (error) {
    throw folderError(folder, error);
  }
}

function checkFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isDirectory()) throw Object.assign(new Error("a folder"), { code: "EISDIR", path: file });
  accessSync(file, constants.W_OK);
}

/**
 * Writes files into the folder of `--out`, by their paths in it, and says so on standard error.
 *
 * Throws a `UserError` where it cannot.
 */
export async function writeFolder(folder: string, files: Iterable<readonly [string, string]>): Promise<void> {
  const written: string[] = [];
  try {
    createFolder(folder);
    for (const [path, text] of files) {
      const file = join(folder, path);
      createFolder(dirname(file));
      await writeFile(file, text);
      written.push(file);
    }
  } catch (error) {
    throw folderError(folder, error);
  }
  const [first, ...others] = written;
  const listed = others.length > 1 ? `${first} and ${others.length} more` : written.join(", ");
  process.stderr.write(`Written: ${listed}\n`);
}

/** The error of a folder of `--out` that cannot be written. */
export function folderError(folder: string, cause: unknown): UserError {
  const { code = "", path = folder } = cause instanceof Error ? (cause as NodeJS.ErrnoException) : {};
  const place = path === folder ? folder : `${folder}: ${path}`;
  const problem = CAUSES[code] ?? `cannot be written (${code})`;
  return new UserError(`--out ${place} ${problem}: give another folder`, { cause });
}
