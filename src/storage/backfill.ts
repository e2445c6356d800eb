import type { BackfillPhase, BackfillState, KnownStretch, Paging } from "../domain/records/backfill.ts";

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
