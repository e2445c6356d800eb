import type { Change } from "../shipping/change.ts";
import { type Evidence, type Examination, examineChanges } from "../shipping/judgement.ts";
import { DEFAULT_RULES, type Rules, rulesAt } from "../shipping/rules.ts";
import type { ShipChoice } from "../shipping/ship-choice.ts";
import type { Pairs } from "./pairs.ts";

/** Rules, with the files that they exclude. */
export interface FullRules extends Rules {
  /** Globs of files that do not count. */
  readonly exclude: readonly string[];
}

/** The facts for receipts. */
interface InquiryFacts extends Evidence {
  readonly changes: readonly Change[];
  readonly rules: readonly FullRules[];
  /** The choices of `auto`, the oldest first. */
  readonly choices: readonly ShipChoice[];
  readonly pairs: Pairs;
  /** `owner/name` of the repository. */
  readonly repository: string;
  /** The zone of its days and weeks. */
  readonly zone: string;
  /** The names of the organization's scopes that have a change; absent where no scope is known. */
  readonly scopesOf?: (change: Change) => readonly string[];
}

/** Facts with everything that `judgeChanges` derives from them, to be shown. */
export interface Inquiry extends InquiryFacts, Examination {
  rulesAt(at: Date): FullRules;
}

const NO_RULES: FullRules = { ...DEFAULT_RULES, exclude: [] };

/** Judges the changes, and keeps their relations and stays. */
export function createInquiry(facts: InquiryFacts): Inquiry {
  return {
    ...facts,
    ...examineChanges(facts.changes, facts),
    rulesAt: (at) => rulesAt(facts.rules, at) ?? NO_RULES,
  };
}
