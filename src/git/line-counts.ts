import { GitError } from "./git-error.ts";
import { gitOutput } from "./git-output.ts";
import { DIFF_ARGUMENTS, logArguments } from "./log.ts";
import { readRecords } from "./records.ts";

/** How many lines a commit adds to and deletes from a file; none of a binary one. */
export interface FileLines {
  readonly path: string;
  readonly lines: number;
}

const ARGUMENTS = [
  ...logArguments("%x00%H"),
  ...DIFF_ARGUMENTS,
  ...["--numstat", "--no-walk=unsorted", "--stdin", "--"],
];
const COUNTED = /^\n?(\d+|-)\t(\d+|-)\t(.+)$/s;

/** Few enough that what cannot be read costs little beside it, and enough that starting git does not show. */
const BATCH = 100;

/**
 * The lines that some commits change, file by file; of merge commits nothing.
 *
 * A commit is missing where its contents are: a partial clone has them only of what was checked out.
 */
export async function readLineCounts(
  path: string,
  shas: readonly string[],
): Promise<ReadonlyMap<string, readonly FileLines[]>> {
  const counts = new Map<string, FileLines[]>();
  const batches = Array.from({ length: Math.ceil(shas.length / BATCH) }, (_, index) =>
    shas.slice(index * BATCH, (index + 1) * BATCH),
  );
  const lane = async () => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop())
      await readBatch(path, batch, counts).catch(passGitError);
  };
  // Git compares on one core; two of it are as many as a small machine has.
  await Promise.all([lane(), lane()]);
  return counts;
}

function passGitError(error: unknown): void {
  if (!(error instanceof GitError)) throw error;
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
      // A name is never empty, so an empty record tells where a commit begins.
      isHeader = record === "";
      const [, added, deleted, name] = COUNTED.exec(record) ?? [];
      if (name !== undefined)
        current.push({ path: name, lines: (Number(added) || 0) + (Number(deleted) || 0) });
    }
  }
}
