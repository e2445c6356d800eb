import type { RefusalReason, Refused } from "../../../domain/refusal.ts";

/** Something that GitHub refuses for one reason, and of which repositories, as `owner/name`. */
export interface RefusedOf {
  readonly refused: Refused;
  readonly reason: RefusalReason;
  readonly repositories: readonly string[];
}

/** What an organization's digest lacks beside what it counts. */
export interface GapsShown {
  /** How many repositories are left out, since their past is still being read. */
  readonly unread: number;
  readonly refused: readonly RefusedOf[];
}
