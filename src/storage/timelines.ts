import { eq, sql } from "drizzle-orm";
import type { Range } from "../domain/shipping/ranges.ts";
import type { Database } from "./database.ts";
import { createEffectWriter } from "./effect-rows.ts";
import { createNextFinder, createNextReader, needsHistory } from "./next-event.ts";
import { earliestBase, isRead, previousSha } from "./read-ranges.ts";
import { repositories } from "./schema/repositories.ts";
import { createSideCommitNoter } from "./side-commits.ts";
import { createEffectDeriver } from "./timeline-state.ts";

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

/** Keeps timelines in SQLite. */
export function createTimelineStore(
  database: Database,
  derive = createEffectDeriver(database),
): TimelineStore {
  const saveEffect = createEffectWriter(database);
  const noteSides = createSideCommitNoter(database);
  const findNext = createNextFinder(database);
  const look = createNextReader(database, findNext);
  const replayed = database
    .select({ from: repositories.replayFrom })
    .from(repositories)
    .where(eq(repositories.id, sql.placeholder("repositoryId")))
    .prepare();
  return {
    async hasNext(repositoryId) {
      const isReplayed = replayed.get({ repositoryId })?.from != null;
      return isReplayed || findNext(repositoryId) !== undefined;
    },
    async findNextRange(repositoryId) {
      return database.transaction((transaction) => {
        const next = look(transaction, repositoryId);
        if (next === undefined || !needsHistory(transaction, repositoryId, next)) return undefined;
        const { sha: head, at } = next.event;
        const base = previousSha(transaction, repositoryId) ?? earliestBase(transaction, repositoryId, at);
        if (base === undefined || base === head) return undefined;
        return isRead(transaction, repositoryId, { base, head }) ? undefined : { base, head, at };
      });
    },
    async applyNext(repositoryId) {
      return database.transaction((transaction) => {
        const next = look(transaction, repositoryId);
        if (next === undefined) return undefined;
        const { eventId, event, rules, isShipping } = next;
        const derived = isShipping ? derive({ repositoryId, event, rules }) : undefined;
        saveEffect(transaction, { repositoryId, eventId, event, derived });
        const effect = derived?.effect;
        if (effect?.isLinked) noteSides(repositoryId, { at: event.at, shas: effect.fresh });
        const moved = effect?.movements.flatMap(({ lost, regained }) => [...lost, ...regained]) ?? [];
        return [...(effect?.fresh ?? []), ...moved];
      });
    },
  };
}
