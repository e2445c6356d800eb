import { buffer } from "node:stream/consumers";
import type { ListedFile } from "../domain/shipping/attribute-files.ts";
import { gitOutput } from "./git-output.ts";
import { readRecords } from "./records.ts";

/** A file in the output of `git ls-tree`; a link is no file, and neither is a submodule. */
const ENTRY = /^100(?:644|755) blob ([0-9a-f]+)\t/;

/** Lists the wanted files of a commit, in all folders. Throws a `GitError` when git cannot. */
export async function listFiles(
  path: string,
  sha: string,
  isWanted: (path: string) => boolean,
): Promise<ListedFile[]> {
  const found: Omit<ListedFile, "size">[] = [];
  const output = gitOutput(path, ["ls-tree", "-r", "-z", "--full-tree", sha]);
  for await (const records of readRecords(output, "\0")) {
    for (const record of records) {
      const file = record.slice(record.indexOf("\t") + 1);
      const [, blob] = isWanted(file) ? (ENTRY.exec(record) ?? []) : [];
      if (blob !== undefined) found.push({ path: file, sha: blob });
    }
  }
  const sizes = await readSizes(path, [...new Set(found.map((file) => file.sha))]);
  return found.map((file) => ({ ...file, size: sizes.get(file.sha) ?? 0 }));
}

async function readSizes(path: string, shas: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  if (shas.length === 0) return sizes;
  const output = gitOutput(path, ["cat-file", "--batch-check"], `${shas.join("\n")}\n`);
  for await (const lines of readRecords(output, "\n")) {
    for (const line of lines) {
      const [sha = "", , size] = line.split(" ");
      sizes.set(sha, Number(size));
    }
  }
  return sizes;
}

/** Reads the texts of blobs, by their ids. Throws a `GitError` when git cannot. */
export async function readTexts(path: string, shas: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  if (shas.length === 0) return texts;
  const bytes = await buffer(gitOutput(path, ["cat-file", "--batch"], `${shas.join("\n")}\n`));
  for (let at = 0; at < bytes.length; ) {
    // The output is a line with the id, the kind and the size, and then the content and a line break.
    const start = bytes.indexOf("\n", at) + 1;
    const [sha = "", , size] = bytes.toString("latin1", at, start - 1).split(" ");
    const end = start + Number(size);
    texts.set(sha, bytes.toString("utf8", start, end));
    at = end + 1;
  }
  return texts;
}
