import type { RefusalReason, Refused } from "./refusal.ts";

/** The part that is missing, by what GitHub refuses. */
export const MISSING: Readonly<Record<Refused, string>> = {
  issues: "no digest issue",
  "check-runs": "no check run",
  past: "past not read",
  config: "config not read",
};

/** The reason for a refusal, in words. */
export const WHY: Readonly<Record<RefusalReason, string>> = {
  "issues-off": "Issues are off",
  archived: "archived",
  "not-permitted": "the App may not",
  "not-found": "GitHub does not show it to the App",
  legal: "blocked for legal reasons",
};

/** The remedy for a refusal. */
export const WHAT_TO_DO: Readonly<Record<RefusalReason, string>> = {
  "issues-off": "turn Issues on, name one place for all digests (digest.repository), or leave it so",
  archived: "nothing, or unarchive it",
  "not-permitted": "accept the App's permissions in the settings of its installation",
  "not-found": "see whether it is still there, and the App installed on it",
  legal: "ask GitHub",
};
