import type { Sighting } from "../shipping/sightings.ts";
import type { Waiting } from "../shipping/standstill.ts";

/** The facts about a repository in whose week nothing counts. */
export interface Sighted {
  /** The deployments of the week, and of the thirteen weeks up to its end. */
  readonly inWeek: readonly Sighting[];
  readonly until: readonly Sighting[];
  /** The ship mode in its rules; `auto` when they leave it open. */
  readonly ship: Waiting["ship"];
  readonly isSuspended: boolean;
  /** Whether its past is still being read. */
  readonly isPastUnread: boolean;
}
