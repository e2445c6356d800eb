import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Creates a folder, and the missing ones above it. A file in its place causes an error only when somebody writes below
 * it.
 *
 * Throws the file system's error. Node's own recursive `mkdir` never returns for an existing folder that can hold no
 * other, such as `/proc`.
 */
export function createFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (hasCode(error, "EEXIST")) return;
    const above = dirname(path);
    if (!hasCode(error, "ENOENT") || existsSync(above)) throw error;
    createFolder(above);
    createFolder(path);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
