/**
 * The phases of a backfill, in this order.
 *
 * `landed` reads pull requests that a push names and GitHub does not call merged, `moved` pull requests that were
 * updated during the backfill, `claims` the named changes of open claims, and `notes` git-ai's notes.
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

/** `failed` when a part could not be read after all tries. The rest was read. */
export type BackfillState = "running" | "done" | "failed";

/** The page size for pull requests, with GitHub's answers and refusals. */
export interface Paging {
  readonly size: number;
  /** The smallest size that GitHub refused. */
  readonly refused: number;
  /** The number of successful pages in a row. */
  readonly answered: number;
}

/** A range of the default branch that is read completely. */
export interface KnownRange {
  readonly branch: string;
  /** The commit before the first one; absent while unknown. */
  readonly base?: string | undefined;
  readonly head: string;
  /** Whether all its commits were read. */
  readonly isComplete: boolean;
}
