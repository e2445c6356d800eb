import { and, asc, isNotNull, sql } from "drizzle-orm";
import type { ChangeKey } from "../domain/records/change.ts";
import type { Database } from "./database.ts";
import { createFirstLandingReader, markForReplay } from "./replay.ts";
import { bound, matches } from "./rows.ts";
import { changes } from "./schema/changes.ts";
import { createChoiceReplayer } from "./ship-choices.ts";

/** Prepares to write what follows from merges, within the transaction of the caller; each change needs it. */
export function createMergeWriter(database: Database) {
  const isIt = matches(changes, bound("repositoryId", "id"));
  const explain = database.update(changes).set({ isExplained: true }).where(isIt).prepare();
  const earliest = database
    .select({ id: changes.id })
    .from(changes)
    .where(and(matches(changes, bound("repositoryId")), isNotNull(changes.mergedAt)))
    .orderBy(asc(changes.mergedAt), asc(changes.number), sql`${changes.id}`)
    .limit(1)
    .prepare();
  const firstLanding = createFirstLandingReader(database);
  const replayForChoice = createChoiceReplayer(database);
  return {
    /** Marks the push that a merged pull request made, so that its commits are nobody's twice. */
    explainPush(repositoryId: number, id: string): void {
      explain.run({ repositoryId, id });
    },
    /**
     * Has all landings derived anew when a change merged before the first of them and before every other known change.
     *
     * How far the history before the first deployment is read depends on it; see `TimelineStore.nextRange`.
     */
    replay({ repositoryId, id }: ChangeKey, mergedAt: Date): void {
      replayForChoice(repositoryId, mergedAt);
      const first = firstLanding(repositoryId);
      if (first === undefined || mergedAt > first) return;
      if (earliest.get({ repositoryId })?.id === id) markForReplay(database, repositoryId, first);
    },
  };
}
