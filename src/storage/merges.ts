import { and, asc, isNotNull, sql } from "drizzle-orm";
import type { ChangeKey } from "../domain/records/change.ts";
import type { Database } from "./database.ts";
import { createFirstEffectReader, markForReplay } from "./replay.ts";
import { matches, placeholders } from "./rows.ts";
import { changes } from "./schema/changes.ts";
import { createChoiceReplayer } from "./ship-choices.ts";

/** Prepares to write the consequences of merges, within the transaction of the caller. */
export function createMergeWriter(database: Database) {
  const isIt = matches(changes, placeholders("repositoryId", "id"));
  const explain = database.update(changes).set({ isExplained: true }).where(isIt).prepare();
  const earliest = database
    .select({ id: changes.id })
    .from(changes)
    .where(and(matches(changes, placeholders("repositoryId")), isNotNull(changes.mergedAt)))
    .orderBy(asc(changes.mergedAt), asc(changes.number), sql`${changes.id}`)
    .limit(1)
    .prepare();
  const firstEffectAt = createFirstEffectReader(database);
  const replayForChoice = createChoiceReplayer(database);
  return {
    /** Marks the push that a merged pull request made, so that its commits do not count twice. */
    explainPush(repositoryId: number, id: string): void {
      explain.run({ repositoryId, id });
    },
    /**
     * Derives all deployment effects again when a change merged before the first deployment effect and before every
     * other known change.
     *
     * The base of the history before the first deployment depends on that change; see `TimelineStore.findNextRange`.
     */
    replay({ repositoryId, id }: ChangeKey, mergedAt: Date): void {
      replayForChoice(repositoryId, mergedAt);
      const first = firstEffectAt(repositoryId);
      if (first === undefined || mergedAt > first) return;
      if (earliest.get({ repositoryId })?.id === id) markForReplay(database, repositoryId, first);
    },
  };
}
