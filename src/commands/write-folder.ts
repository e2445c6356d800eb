import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createFolder } from "../storage/folder.ts";
import { UserError } from "./user-error.ts";

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
    throw new UserError(`--out ${folder} cannot be written: give a folder that can`, { cause: error });
  }
  const [first = folder] = written;
  process.stderr.write(`Written: ${first} and ${written.length - 1} more\n`);
}
