import { buffer } from "node:stream/consumers";
import { gitOutput } from "./git-output.ts";
import { readRecords } from "./records.ts";

/** A file or a link in the tree of a commit, and the id of its content. */
export interface TreeFile {
  readonly path: string;
  readonly sha: string;
  readonly isLink: boolean;
}

/** A file in the output of `git ls-tree`, or a link; a submodule is neither. */
const ENTRY = /^(100644|100755|120000) blob ([0-9a-f]+)\t/;

/** Lists the wanted files and links of a commit, in all folders. Throws a `GitError` when git cannot. */
export async function listFiles(
  path: string,
  sha: string,
  isWanted: (path: string) => boolean,
): Promise<TreeFile[]> {
  const found: TreeFile[] = [];
  const output = gitOutput(path, ["ls-tree", "-r", "-z", "--full-tree", sha]);
  for await (const records of readRecords(output, "\0")) {
    for (const record of records) {
      const file = record.slice(record.indexOf("\t") + 1);
      const [, mode, blob] = isWanted(file) ? (ENTRY.exec(record) ?? []) : [];
      if (blob !== undefined) found.push({ path: file, sha: blob, isLink: mode === "120000" });
    }
  }
  return found;
}

/** Reads the sizes of blobs in bytes, by their ids. Throws a `GitError` when git cannot. */
export async function readSizes(path: string, shas: readonly string[]): Promise<ReadonlyMap<string, number>> {
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
