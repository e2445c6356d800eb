import type { Agent } from "./agent.ts";

/** By what a repository has commits read, beside the table of agents. */
export interface AttributionRules {
  /** Its own agents. */
  readonly agents: readonly Agent[];
  /** Whether a sentence declares a tool. When not, it is a hint. */
  readonly prose: boolean;
}

/** The rules of a repository that says nothing. One list for all, since the index of agents is kept for each list. */
export const DEFAULT_ATTRIBUTION: AttributionRules = { agents: [], prose: true };
