import type { Agent } from "./agent.ts";

/** The rules of a repository for attribution, beside the table of agents. */
export interface AttributionRules {
  /** The repository's own agents. */
  readonly agents: readonly Agent[];
  /** Whether a sentence declares a tool; else it is a hint. */
  readonly prose: boolean;
}

/** The rules of a repository without a config. One list for all, since the index of agents is kept for each list. */
export const DEFAULT_ATTRIBUTION: AttributionRules = { agents: [], prose: true };
