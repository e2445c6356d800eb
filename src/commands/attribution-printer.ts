import { type CommitAttribution, createAttributor } from "../domain/attribution/attribution.ts";
import type { AttributionRules } from "../domain/attribution/attribution-rules.ts";
import { unknownMarks } from "../domain/attribution/unknown-marks.ts";
import type { GitCommit } from "../git/log.ts";
import { ROW_TITLES, toJsonLine, toRow } from "./attribution-rows.ts";
import { createTally, renderSummary } from "./attribution-summary.ts";
import type { Output } from "./output.ts";

/** Commits, in batches. */
export type Commits = AsyncIterable<readonly GitCommit[]>;

/** Commits with their attribution, in batches. */
type Attributed = AsyncIterable<readonly AttributedText[]>;

interface AttributedText {
  readonly sha: string;
  readonly commit: GitCommit;
  readonly found: CommitAttribution;
}

/** The commits to print, and the format. */
interface Printing {
  readonly rules: AttributionRules;
  readonly isSummary: boolean;
  readonly isTable: boolean;
}

/** Prints the declarations of each commit, in their order, or counts them. It keeps no commit in memory. */
export async function printAttribution(
  commits: Commits,
  output: Output,
  { rules, isSummary, isTable }: Printing,
): Promise<void> {
  const found = attributed(commits, rules);
  if (isSummary) await printSummary(found, output, { isTable, rules });
  else await printCommits(found, output, isTable);
}

async function* attributed(commits: Commits, rules: AttributionRules): Attributed {
  const attribute = createAttributor(rules);
  for await (const batch of commits) {
    yield batch.map((commit) => ({ sha: commit.sha, commit, found: attribute(commit) }));
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
