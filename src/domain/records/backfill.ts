/**
 * What is read of the past, in this order.
 *
 * `landed` are pull requests that a push names and GitHub does not call merged, `moved` those pull requests that were updated meanwhile, `claims` what some say that they revert, `notes` those of git-ai.
 */
export const BACKFILL_PHASES = [
  "start",
  "pulls",
  "history",
  "pushes",
  "landed",
  "releases",
  "deployments",
  "moved",
  "claims",
  "notes",
  "play",
] as const;

/** A part of a backfill. */
export type BackfillPhase = (typeof BACKFILL_PHASES)[number];

/** `failed` when something could not be read, however often it was tried; the rest was. */
export type BackfillState = "running" | "done" | "failed";

/** How many pull requests are asked for at once, by what GitHub answered and refused. */
export interface Paging {
  readonly size: number;
  /** The smallest size that GitHub refused. */
  readonly refused: number;
  /** How many pages in a row were answered. */
  readonly answered: number;
}

/** A stretch of the default branch of which every commit is read. */
export interface KnownStretch {
  readonly branch: string;
  /** The commit before the first one; absent while none is known. */
  readonly base?: string | undefined;
  readonly head: string;
  /** Whether all its commits were read. */
  readonly isComplete: boolean;
}
