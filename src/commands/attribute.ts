import { attributeCommit } from "../domain/attribution/attribution.ts";
import { type GitCommit, readCommits } from "../git/commits.ts";
import { GitError } from "../git/git-error.ts";
import { ROW_TITLES, toJsonLine, toRow } from "./attribution-rows.ts";
import { createTally, renderSummary } from "./attribution-summary.ts";
import { type Output, openOutput, ReaderGone } from "./output.ts";
import { UserError } from "./user-error.ts";

/** The options of `plimsoll attribute`. */
export interface AttributeOptions {
  readonly git?: string;
  readonly summary?: true;
  readonly json?: true;
}

type Commits = AsyncIterable<readonly GitCommit[]>;

/**
 * Prints what each commit declares, in the order of the input, or counts it.
 *
 * A table on a terminal; JSON in a pipe and with `--json`. Nothing is kept, whatever the length of the input.
 */
export async function attribute({ git, summary, json }: AttributeOptions): Promise<void> {
  const output = openOutput(process.stdout);
  const isTable = process.stdout.isTTY && json === undefined;
  try {
    const commits = git === undefined ? await standardInput() : readCommits(git);
    await (summary ? printSummary : printCommits)(commits, output, isTable);
    await output.flush();
  } catch (error) {
    if (error instanceof GitError) throw new UserError(error.message, { cause: error });
    if (!(error instanceof ReaderGone)) throw error;
  }
}

async function standardInput(): Promise<Commits> {
  if (process.stdin.isTTY)
    throw new UserError("nothing comes in: pipe one JSON object a line into it, or give --git PATH");
  // Only this way of input needs the validation, which takes longer to load than all the rest.
  const { readCommitLines } = await import("./commit-lines.ts");
  return readCommitLines(process.stdin);
}

async function printCommits(commits: Commits, output: Output, isTable: boolean): Promise<void> {
  const print = isTable ? toRow : toJsonLine;
  if (isTable) await output.write(ROW_TITLES);
  for await (const batch of commits) {
    await output.write(
      batch.map((commit) => print({ sha: commit.sha, found: attributeCommit(commit) })).join(""),
    );
  }
}

async function printSummary(commits: Commits, output: Output, isTable: boolean): Promise<void> {
  const tally = createTally();
  for await (const batch of commits) for (const commit of batch) tally.add(attributeCommit(commit));
  const summary = tally.summary();
  await output.write(isTable ? renderSummary(summary) : `${JSON.stringify(summary, undefined, 2)}\n`);
}
