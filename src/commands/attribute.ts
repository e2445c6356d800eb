import { attributeCommit, type CommitAttribution } from "../domain/attribution/attribution.ts";
import { type AttributionRules, DEFAULT_ATTRIBUTION } from "../domain/attribution/attribution-rules.ts";
import { unknownMarks } from "../domain/attribution/unknown-marks.ts";
import { readCommits } from "../git/commits.ts";
import { GitError } from "../git/git-error.ts";
import type { GitCommit } from "../git/log.ts";
import { ROW_TITLES, toJsonLine, toRow } from "./attribution-rows.ts";
import { createTally, renderSummary } from "./attribution-summary.ts";
import { type Output, openOutput, ReaderGone } from "./output.ts";
import { UsageError, UserError } from "./user-error.ts";

/** The options of `plimsoll attribute`. */
export interface AttributeOptions {
  readonly git?: string;
  readonly summary?: true;
  readonly json?: true;
  readonly config?: string;
}

type Commits = AsyncIterable<readonly GitCommit[]>;

/** Commits and what each was found to declare, in batches. */
type Attributed = AsyncIterable<readonly AttributedText[]>;

interface AttributedText {
  readonly sha: string;
  readonly commit: GitCommit;
  readonly found: CommitAttribution;
}

/**
 * Prints what each commit declares, in the order of the input, or counts it.
 *
 * A table on a terminal; JSON in a pipe and with `--json`. Nothing is kept, whatever the length of the input.
 */
export async function attribute({ git, summary, json, config }: AttributeOptions): Promise<void> {
  const output = openOutput(process.stdout);
  const isTable = process.stdout.isTTY && json === undefined;
  try {
    const rules = config === undefined ? DEFAULT_ATTRIBUTION : await readRules(config);
    const commits = attributed(git === undefined ? await standardInput() : readCommits(git), rules);
    if (summary) await printSummary(commits, output, { isTable, rules });
    else await printCommits(commits, output, isTable);
    await output.flush();
  } catch (error) {
    if (error instanceof GitError) throw new UserError(error.message, { cause: error });
    if (!(error instanceof ReaderGone)) throw error;
  }
}

async function standardInput(): Promise<Commits> {
  if (process.stdin.isTTY)
    throw new UsageError("nothing comes in: pipe one JSON object a line into it, or give --git PATH");
  // Only this way of input needs the validation, which takes longer to load than all the rest.
  const { readCommitLines } = await import("./commit-lines.ts");
  return readCommitLines(process.stdin);
}

async function readRules(path: string): Promise<AttributionRules> {
  const { ConfigError, parseConfig } = await import("../config/config.ts");
  const { readConfigText } = await import("./config-text.ts");
  const text = await readConfigText(path);
  try {
    return parseConfig(text);
  } catch (error) {
    if (error instanceof ConfigError) throw new UserError(`${path} is not right:\n${error.message}`);
    throw error;
  }
}

async function* attributed(commits: Commits, rules: AttributionRules): Attributed {
  for await (const batch of commits) {
    yield batch.map((commit) => ({ sha: commit.sha, commit, found: attributeCommit(commit, rules) }));
  }
}

async function printCommits(commits: Attributed, output: Output, isTable: boolean): Promise<void> {
  const print = isTable ? toRow : toJsonLine;
  if (isTable) await output.write(ROW_TITLES);
  for await (const batch of commits) await output.write(batch.map(print).join(""));
}

async function printSummary(
  commits: Attributed,
  output: Output,
  { isTable, rules }: { readonly isTable: boolean; readonly rules: AttributionRules },
): Promise<void> {
  const tally = createTally();
  for await (const batch of commits)
    for (const { commit, found } of batch) tally.add(found, unknownMarks(commit, rules.agents));
  const summary = tally.summary();
  await output.write(isTable ? renderSummary(summary) : `${JSON.stringify(summary, undefined, 2)}\n`);
}
