import { BACKFILL_PHASES, type Paging } from "../domain/records/backfill.ts";
import type { Backfill, BackfillProgress } from "./backfill.ts";
import { BACKFILLS } from "./json/columns.ts";
import { StoredJsonError } from "./json/form.ts";
import { matches } from "./rows.ts";
import { backfills } from "./schema/backfills.ts";
import type { Connection } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

const FIRST_PAGING: Paging = { size: 100, refused: 101, answered: 0 };

/** The state of a backfill at its beginning. */
export const BEGINNING = {
  state: "running",
  phase: BACKFILL_PHASES[0],
  cursor: null,
  paging: BACKFILLS.paging.write(FIRST_PAGING),
  knownRange: null,
  done: 0,
  total: null,
  attempts: 0,
  problems: BACKFILLS.problems.write([]),
} as const;

type Row = typeof backfills.$inferSelect;

/** Resumes a backfill. If its position is unreadable, it begins again, and lists that among its problems. */
export async function resume(connection: Connection, row: Row, installationId: number): Promise<Backfill> {
  const { repositoryId, startedAt } = row;
  try {
    return toBackfill(row, installationId);
  } catch (error) {
    if (!(error instanceof StoredJsonError)) throw error;
    const anew = { ...BEGINNING, problems: BACKFILLS.problems.write([error.message]) };
    // Another request since the row was read has begun it again already.
    const isSame = matches(backfills, { repositoryId, startedAt });
    await connection.run(build.update(backfills).set(anew).where(isSame));
    return toBackfill({ ...row, ...anew }, installationId);
  }
}

/**
 * The problems of a backfill. If the list itself is unreadable, that is the problem, and the progress stays visible.
 */
function problemsOf({ repositoryId, problems }: Row): readonly string[] {
  try {
    return BACKFILLS.problems.read(problems, { repositoryId });
  } catch (error) {
    if (!(error instanceof StoredJsonError)) throw error;
    return [error.message];
  }
}

/** The progress of a backfill. */
export function toProgress(row: Row): BackfillProgress {
  const { repositoryId, state, since, startedAt, phase, done, attempts } = row;
  const fields = { repositoryId, state, since, startedAt, phase, done, attempts, problems: problemsOf(row) };
  return { ...fields, finishedAt: row.finishedAt ?? undefined, total: row.total ?? undefined };
}

function toBackfill(row: Row, installationId: number): Backfill {
  const { repositoryId, dueAt, cursor } = row;
  const paging = BACKFILLS.paging.read(row.paging, { repositoryId });
  const knownRange =
    row.knownRange === null ? undefined : BACKFILLS.knownRange.read(row.knownRange, { repositoryId });
  const mergedOnlyBefore = row.mergedOnlyBefore ?? undefined;
  const place = { cursor: cursor ?? undefined, knownRange, paging, dueAt };
  return { ...toProgress(row), ...place, installationId, mergedOnlyBefore };
}
