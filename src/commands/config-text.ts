import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { MOST_CHARACTERS } from "../config/yaml.ts";
import { UserError } from "./user-error.ts";

/** A character has four bytes at most; one more byte shows that a file is too long. */
const MOST_BYTES = 4 * MOST_CHARACTERS + 1;

/**
 * Reads a config file, or standard input for `-`, up to the longest config: some files never end.
 *
 * Throws a `UserError` for a file that cannot be read.
 */
export async function readConfigText(file: string): Promise<string> {
  try {
    return await readStart(file === "-" ? process.stdin : createReadStream(file, { end: MOST_BYTES - 1 }));
  } catch (error) {
    throw new UserError(`${file} cannot be read: give the path of a config file`, { cause: error });
  }
}

async function readStart(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    if (size >= MOST_BYTES) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}
