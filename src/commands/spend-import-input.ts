import { type FileHandle, open } from "node:fs/promises";
import { printable } from "../operations/text.ts";
import { ImportError } from "../spend/import/import-error.ts";
import { textIn, unchanged } from "../spend/import/input.ts";
import { UsageError, UserError } from "./user-error.ts";

const STANDARD_INPUT = "-";

/**
 * Runs a function with the bytes of a file, or of standard input for `-`.
 *
 * Throws a `UserError` for a file that cannot be read, and for a wrong one, which names the file and the place.
 */
export async function withInput(
  path: string,
  action: (bytes: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const file = path === STANDARD_INPUT ? undefined : await openFile(path);
  if (file === undefined && process.stdin.isTTY)
    throw new UsageError("nothing comes in: pipe a file into it, or give its path");
  try {
    await action(textIn(file === undefined ? process.stdin : unchanged(file)));
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    const name = path === STANDARD_INPUT ? "standard input" : printable(path);
    throw new UserError(`${name}: ${error.message}`, { cause: error });
  } finally {
    await file?.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    const problem = cause.code === "ENOENT" ? "does not exist" : `cannot be read (${cause.code})`;
    throw new UserError(`${printable(path)} ${problem}: give the path of a file, or - for standard input`, {
      cause,
    });
  });
  const isFolder = (await file.stat()).isDirectory();
  if (!isFolder) return file;
  await file.close();
  throw new UserError(`${printable(path)} is a folder: give one file, or pipe several into -`);
}
