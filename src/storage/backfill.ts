import type { BackfillPhase, BackfillState, KnownRange, Paging } from "../domain/records/backfill.ts";

/** The progress of a backfill, as it is shown. */
export interface BackfillProgress {
  readonly repositoryId: number;
  readonly state: BackfillState;
  /** The time from which the past is read. */
  readonly since: Date;
  readonly startedAt: Date;
  /** The end of the last complete run; kept while the past is read again. */
  readonly finishedAt: Date | undefined;
  readonly phase: BackfillPhase;
  /** The number of pull requests that were read. */
  readonly done: number;
  /** The approximate number of pull requests; `undefined` while it is unknown. */
  readonly total: number | undefined;
  /** The number of failures of the present page. */
  readonly attempts: number;
  /** The parts that could not be read, with the reasons. */
  readonly problems: readonly string[];
}

/** A backfill under way. */
export interface Backfill extends BackfillProgress {
  readonly installationId: number;
  /** The place at which the phase continues; `undefined` at its beginning. */
  readonly cursor: string | undefined;
  readonly paging: Paging;
  readonly knownRange: KnownRange | undefined;
  /** The time before which an earlier version read merged pull requests only. */
  readonly mergedOnlyBefore: Date | undefined;
  readonly dueAt: Date;
}
