import type { AttributionRules } from "../domain/attribution/attribution-rules.ts";
import type { Range } from "../domain/shipping/ranges.ts";
import type { ChangedFile } from "./changed-files.ts";
import type { ComparedCommit } from "./compared-commit.ts";
import type { Trees } from "./trees.ts";
import type { EventTimeOrNone } from "./when.ts";

/** The commits and files between two commits. */
export interface Comparison {
  readonly commits: readonly ComparedCommit[];
  /** The changed files, of which GitHub lists at most 300. */
  readonly files: readonly ChangedFile[];
  /** The content of the commit where both ends part. */
  readonly trees: Trees;
  /** Whether all its commits were read. */
  readonly isComplete: boolean;
}

/** A range of history to read, the event that made it known, and the rules for attributing its commits. */
export interface ComparisonRequest extends Range {
  readonly when: EventTimeOrNone;
  readonly rules: AttributionRules;
}
