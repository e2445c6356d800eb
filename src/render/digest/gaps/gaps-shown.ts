import type { RefusalReason, Refused } from "../../../domain/refusal.ts";

/** Something that GitHub refuses for one reason, and of which repositories, as `owner/name`. */
export interface RefusedOf {
  readonly refused: Refused;
  readonly reason: RefusalReason;
  readonly repositories: readonly string[];
}

/** The gaps in an organization's digest. */
export interface GapsShown {
  /** The number of repositories that are left out, since their past is still being read. */
  readonly unread: number;
  readonly refused: readonly RefusedOf[];
}
