import type { EnvironmentCount } from "../shipping/environment-counts.ts";
import type { Waiting } from "../shipping/standstill.ts";

/** The facts about a repository in whose week nothing counts. */
export interface ZeroFacts {
  /** The deployments of the week, and of the thirteen weeks up to its end. */
  readonly inWeek: readonly EnvironmentCount[];
  readonly until: readonly EnvironmentCount[];
  /** The ship mode in its rules; `auto` when they leave it open. */
  readonly ship: Waiting["ship"];
  readonly isSuspended: boolean;
  /** Whether its past is still being read. */
  readonly isPastUnread: boolean;
}
