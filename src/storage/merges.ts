import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import type { ChangeKey } from "./changes.ts";
import type { Database } from "./database.ts";
import { firstLanding, replayFrom } from "./replay.ts";
import { changes } from "./schema/changes.ts";
import { replayForChoice } from "./ship-choices.ts";

/** Marks the push that a merged pull request made, so that its commits are nobody's twice. */
export function explainPush(writer: Pick<Database, "update">, repositoryId: number, sha: string): void {
  writer
    .update(changes)
    .set({ isExplained: true })
    .where(and(eq(changes.repositoryId, repositoryId), eq(changes.id, sha)))
    .run();
}

/**
 * Has all landings derived anew when a change merged before the first of them and before every other known change.
 *
 * How far the history before the first deployment is read depends on it; see `TimelineStore.nextRange`.
 */
export function replayForMerge(
  writer: Pick<Database, "select" | "update">,
  { repositoryId, id }: ChangeKey,
  mergedAt: Date,
): void {
  replayForChoice(writer, repositoryId, mergedAt);
  const first = firstLanding(writer, repositoryId);
  if (first === undefined || mergedAt > first) return;
  const earliest = writer
    .select({ id: changes.id })
    .from(changes)
    .where(and(eq(changes.repositoryId, repositoryId), isNotNull(changes.mergedAt)))
    .orderBy(asc(changes.mergedAt), asc(changes.number), sql`${changes.id}`)
    .limit(1)
    .get();
  if (earliest?.id === id) replayFrom(writer, repositoryId, first);
}
