import { availableParallelism } from "node:os";
import { partsOf } from "../domain/parts.ts";
import { GitError } from "./git-error.ts";
import { gitOutput } from "./git-output.ts";
import { DIFF_ARGUMENTS, logArguments } from "./log.ts";
import { readRecords } from "./records.ts";

/** The number of lines that a commit adds to and deletes from a file; 0 for a binary one. */
interface FileLines {
  readonly path: string;
  readonly lines: number;
}

const ARGUMENTS = [
  ...logArguments("%x00%H"),
  ...DIFF_ARGUMENTS,
  ...["--numstat", "--no-walk=unsorted", "--stdin", "--"],
];
const COUNTED = /^\n?(\d+|-)\t(\d+|-)\t(.+)$/s;

/** A batch has at least so many commits. A start of git, which then knows no contents, costs as much as a few hundred. */
const LEAST_IN_BATCH = 200;
/** The most batches, which are read at once. Git compares on one core. */
const MOST_BATCHES = Math.min(Math.max(2, availableParallelism()), 8);
/** A clone with this many unreadable commits lacks contents on purpose; each one costs a start of git. */
const MOST_UNREADABLE = 25;

/**
 * Reads the number of lines that commits change, file by file; a merge commit against its first parent.
 *
 * A commit is left out where its contents are missing. A partial clone has the contents of its checkout only. There,
 * reading stops after many such commits, and others are left out as well.
 */
export async function readLineCounts(
  path: string,
  shas: readonly string[],
): Promise<ReadonlyMap<string, readonly FileLines[]>> {
  const counts: Counts = new Map();
  const all = [...new Set(shas)];
  const batches = partsOf(all, Math.max(LEAST_IN_BATCH, Math.ceil(all.length / MOST_BATCHES)));
  let unreadable = 0;
  const readAll = async (batch: readonly string[]) => {
    let rest = batch;
    while (rest.length > 0 && unreadable < MOST_UNREADABLE) {
      const left = await readOn(path, rest, counts);
      const isStuck = left.length === rest.length;
      if (isStuck) unreadable++;
      rest = isStuck ? left.slice(1) : left;
    }
  };
  await Promise.all(batches.map(readAll));
  return counts;
}

type Counts = Map<string, readonly FileLines[]>;

/** Reads until git fails, and returns the rest, which begins with the failing commit. */
async function readOn(path: string, shas: readonly string[], counts: Counts): Promise<readonly string[]> {
  const read = new Map<string, FileLines[]>();
  const isWhole = await readBatch(path, shas, read).then(() => true, passGitError);
  // Git names a commit before it compares its contents, so the last one may be incomplete.
  const last = isWhole ? undefined : [...read.keys()].at(-1);
  for (const [sha, files] of read) if (sha !== last) counts.set(sha, files);
  return isWhole ? [] : shas.slice(last === undefined ? 0 : shas.indexOf(last));
}

function passGitError(error: unknown): false {
  if (!(error instanceof GitError)) throw error;
  return false;
}

async function readBatch(
  path: string,
  shas: readonly string[],
  counts: Map<string, FileLines[]>,
): Promise<void> {
  let current: FileLines[] = [];
  let isHeader = false;
  for await (const records of readRecords(gitOutput(path, ARGUMENTS, `${shas.join("\n")}\n`), "\0")) {
    for (const record of records) {
      if (isHeader) {
        current = [];
        counts.set(record, current);
      }
      // A name is never empty, so an empty record marks the start of a commit.
      isHeader = record === "";
      const [, added, deleted, name] = COUNTED.exec(record) ?? [];
      if (name !== undefined)
        current.push({ path: name, lines: (Number(added) || 0) + (Number(deleted) || 0) });
    }
  }
}
