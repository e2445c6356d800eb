import { and, desc, eq, gte, lt, min, sql } from "drizzle-orm";
import type { Warning } from "../domain/metric/warnings.ts";
import type { Database } from "./database.ts";
import { firstLanding } from "./replay.ts";
import { changes, pushes } from "./schema/changes.ts";
import { ranges } from "./schema/commits.ts";
import { landings } from "./schema/landings.ts";

/** What is known of a repository as a whole. */
export interface RepositoryState {
  readonly firstLanding: Date | undefined;
  readonly firstMerge: Date | undefined;
  /** The newest deployment or release in force. */
  readonly newest: { readonly kind: "deployment" | "release" } | undefined;
  /** What must be known of the data of a stretch of time. */
  readonly warnings: readonly Warning[];
}

type Reader = Pick<Database, "select">;

/** Reads the state of a repository, with the warnings of a stretch of time. */
export function readState(
  reader: Reader,
  repositoryId: number,
  time: readonly [Date, Date],
): RepositoryState {
  return {
    firstLanding: firstLanding(reader, repositoryId),
    firstMerge: firstMerge(reader, repositoryId),
    newest: newestLanding(reader, repositoryId),
    warnings: [
      ...(isRewritten(reader, repositoryId, time) ? (["history-rewritten"] as const) : []),
      ...(isIncomplete(reader, repositoryId, time) ? (["range-incomplete"] as const) : []),
    ],
  };
}

function firstMerge(reader: Reader, repositoryId: number): Date | undefined {
  const row = reader
    .select({ at: min(changes.mergedAt) })
    .from(changes)
    .where(eq(changes.repositoryId, repositoryId))
    .get();
  return row?.at ?? undefined;
}

function newestLanding(reader: Reader, repositoryId: number): RepositoryState["newest"] {
  const row = reader
    .select({ id: landings.deploymentId })
    .from(landings)
    .where(and(eq(landings.repositoryId, repositoryId), sql`${landings.reason} is not 'not-in-force'`))
    .orderBy(desc(landings.at), desc(landings.deploymentId))
    .limit(1)
    .get();
  return row && { kind: row.id < 0 ? "release" : "deployment" };
}

function isRewritten(reader: Reader, repositoryId: number, [from, until]: readonly [Date, Date]): boolean {
  const isWithin = and(eq(pushes.repositoryId, repositoryId), gte(pushes.at, from), lt(pushes.at, until));
  const isForced = and(isWithin, eq(pushes.isForced, true));
  return reader.select({ after: pushes.after }).from(pushes).where(isForced).get() !== undefined;
}

/** Whether a deployment brought more than could be read. */
function isIncomplete(reader: Reader, repositoryId: number, [from, until]: readonly [Date, Date]): boolean {
  const row = reader
    .select({ head: ranges.head })
    .from(landings)
    .innerJoin(ranges, and(eq(ranges.repositoryId, landings.repositoryId), eq(ranges.head, landings.sha)))
    .where(
      and(
        eq(landings.repositoryId, repositoryId),
        gte(landings.at, from),
        lt(landings.at, until),
        eq(ranges.isComplete, false),
      ),
    )
    .get();
  return row !== undefined;
}
