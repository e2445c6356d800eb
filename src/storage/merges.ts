import { and, asc, isNotNull, sql } from "drizzle-orm";
import type { ChangeKey } from "../domain/records/change.ts";
import { findFirstEffectAt, markForReplay } from "./replay.ts";
import { matches, placeholders } from "./rows.ts";
import { changes } from "./schema/changes.ts";
import { replayAfterChoice } from "./ship-choices.ts";
import type { Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

const EXPLAIN = build
  .update(changes)
  .set({ isExplained: true })
  .where(matches(changes, placeholders("repositoryId", "id")));
const EARLIEST = build
  .select({ id: changes.id })
  .from(changes)
  .where(and(matches(changes, placeholders("repositoryId")), isNotNull(changes.mergedAt)))
  .orderBy(asc(changes.mergedAt), sql`${changes.number} nulls first`, asc(changes.id))
  .limit(1);

/** Marks the push that a merged pull request made, so that its commits do not count twice. */
export async function explainPush(transaction: Transaction, { repositoryId, id }: ChangeKey): Promise<void> {
  await transaction.run(EXPLAIN, { repositoryId, id });
}

/**
 * Derives all deployment effects again when a change merged before the first deployment effect and before every other
 * known change.
 *
 * The base of the history before the first deployment depends on that change; see `TimelineStore.findNextRange`.
 */
export async function replayMerge(
  transaction: Transaction,
  { repositoryId, id }: ChangeKey,
  mergedAt: Date,
): Promise<void> {
  await replayAfterChoice(transaction, repositoryId, mergedAt);
  const first = await findFirstEffectAt(transaction, repositoryId);
  if (first === undefined || mergedAt > first) return;
  if ((await transaction.one(EARLIEST, { repositoryId }))?.id === id)
    await markForReplay(transaction, repositoryId, first);
}
