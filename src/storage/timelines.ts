import type { Range } from "../domain/shipping/ranges.ts";
import { saveEffect } from "./effect-rows.ts";
import { findNextEvent, needsHistory, takeNext } from "./next-event.ts";
import { findEarliestBase, findPreviousSha, isRead } from "./read-ranges.ts";
import { matches, placeholders } from "./rows.ts";
import { repositories } from "./schema/repositories.ts";
import { noteSides } from "./side-commits.ts";
import type { SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";
import { deriveEffect } from "./timeline-state.ts";

/**
 * The effects of deployments on production, derived one effect after another and stored.
 *
 * The cost of an effect grows with the commits that it moves. A fact of the past removes the later effects, and they
 * are applied again. So the stored state always equals the one that all known facts give, whatever their order.
 */
export interface TimelineStore {
  /** Whether a deployment must be applied or removed. Most deliveries move nothing. */
  hasNext(repositoryId: number): Promise<boolean>;
  /** A range that must be read before the next deployment can be applied, with the time of that deployment. */
  findNextRange(repositoryId: number): Promise<(Range & { readonly at: Date }) | undefined>;
  /** Applies the next deployment, and resolves to the commits that it moved; `undefined` when all are applied. */
  applyNext(repositoryId: number): Promise<readonly string[] | undefined>;
}

const REPLAYED = build
  .select({ from: repositories.replayFrom })
  .from(repositories)
  .where(matches(repositories, placeholders("id")));

/** Keeps timelines. */
export function createTimelineStore(database: SqlDatabase, derive = deriveEffect): TimelineStore {
  return {
    hasNext: (repositoryId) =>
      database.read(async (snapshot) => {
        const isReplayed = (await snapshot.one(REPLAYED, { id: repositoryId }))?.from != null;
        return isReplayed || (await findNextEvent(snapshot, repositoryId)) !== undefined;
      }),
    findNextRange: (repositoryId) =>
      database.transaction(async (transaction) => {
        const next = await takeNext(transaction, repositoryId);
        if (next === undefined || !(await needsHistory(transaction, repositoryId, next))) return undefined;
        const { sha: head, at } = next.event;
        const base =
          (await findPreviousSha(transaction, repositoryId)) ??
          (await findEarliestBase(transaction, repositoryId, at));
        if (base === undefined || base === head) return undefined;
        return (await isRead(transaction, repositoryId, { base, head })) ? undefined : { base, head, at };
      }),
    applyNext: (repositoryId) =>
      database.transaction(async (transaction) => {
        const next = await takeNext(transaction, repositoryId);
        if (next === undefined) return undefined;
        const { eventId, event, rules, isShipping } = next;
        const derived = isShipping ? await derive(transaction, { repositoryId, event, rules }) : undefined;
        await saveEffect(transaction, { repositoryId, eventId, event, derived });
        const effect = derived?.effect;
        if (effect?.isLinked)
          await noteSides(transaction, repositoryId, { at: event.at, shas: effect.fresh });
        const moved = effect?.movements.flatMap(({ lost, regained }) => [...lost, ...regained]) ?? [];
        return [...(effect?.fresh ?? []), ...moved];
      }),
  };
}
