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

/** How far the past of a repository has been read, as it is shown. */
export interface BackfillProgress {
  readonly repositoryId: number;
  readonly state: BackfillState;
  /** From when on the past is read. */
  readonly since: Date;
  readonly startedAt: Date;
  /** When it was last over; kept while it is read anew. */
  readonly finishedAt: Date | undefined;
  readonly phase: BackfillPhase;
  /** How many pull requests were read. */
  readonly done: number;
  /** About how many there are; `undefined` while nothing tells. */
  readonly total: number | undefined;
  /** How often the page at hand failed. */
  readonly attempts: number;
  /** What could not be read, and why. */
  readonly problems: readonly string[];
}

/** A backfill under way. */
export interface Backfill extends BackfillProgress {
  readonly installationId: number;
  /** Where the phase goes on; `undefined` at its beginning. */
  readonly cursor: string | undefined;
  readonly paging: Paging;
  readonly stretch: KnownStretch | undefined;
  readonly dueAt: Date;
}
