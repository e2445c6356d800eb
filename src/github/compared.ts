import type { AttributionRules } from "../domain/attribution/attribution-rules.ts";
import type { Range } from "../domain/shipping/ranges.ts";
import type { ChangedFile } from "./changed-files.ts";
import type { ComparedCommit } from "./compared-commit.ts";
import type { Trees } from "./trees.ts";
import type { When } from "./when.ts";

/** What lies between two commits. */
export interface Comparison {
  readonly commits: readonly ComparedCommit[];
  /** The changed files, of which GitHub lists at most 300. */
  readonly files: readonly ChangedFile[];
  /** The content of where its ends part. */
  readonly trees: Trees;
  /** Whether all its commits were read. */
  readonly isComplete: boolean;
}

/** Which stretch of history is read, when what makes it known happened, and by what its commits are read. */
export interface ComparisonRequest extends Range {
  readonly when: When;
  readonly rules: AttributionRules;
}
