import type { Sighting } from "../shipping/sightings.ts";
import type { Waiting } from "../shipping/standstill.ts";

/** What was seen of a repository in whose week nothing counts. */
export interface Sighted {
  /** Of the week, and of the thirteen weeks to its end. */
  readonly inWeek: readonly Sighting[];
  readonly until: readonly Sighting[];
  /** What its rules say; `auto` when they leave it open. */
  readonly ship: Waiting["ship"];
  readonly isSuspended: boolean;
  /** Whether its past is still being read. */
  readonly isPastUnread: boolean;
}
