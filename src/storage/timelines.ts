import { eq, sql } from "drizzle-orm";
import type { Range } from "../domain/shipping/ranges.ts";
import { land } from "../domain/shipping/timeline.ts";
import type { Database } from "./database.ts";
import { saveLanding } from "./landing-rows.ts";
import { createNextFinder, createNextReader, needsHistory } from "./next-event.ts";
import { earliestBase, isRead, previousSha } from "./read-ranges.ts";
import { repositories } from "./schema/repositories.ts";
import { createSideCommitNoter } from "./side-commits.ts";
import { createStateReader } from "./timeline-state.ts";

/**
 * The effects of deployments on production, derived one landing after another and stored.
 *
 * The cost of a landing grows with the commits that it moves. A fact of the past removes the later landings, and they
 * are played again. So the stored state always equals the one that all known facts give, whatever their order.
 */
export interface TimelineStore {
  /** Whether a landing must be played or removed. Most deliveries move nothing. */
  hasNext(repositoryId: number): Promise<boolean>;
  /** A range that must be read before the next landing can be played, with the time of that landing. */
  nextRange(repositoryId: number): Promise<(Range & { readonly at: Date }) | undefined>;
  /** Plays the next landing, and resolves to the commits that it moved; `undefined` when all are played. */
  playNext(repositoryId: number): Promise<readonly string[] | undefined>;
}

/** Keeps timelines in SQLite. */
export function createTimelineStore(database: Database): TimelineStore {
  const readState = createStateReader(database);
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
    async nextRange(repositoryId) {
      return database.transaction((transaction) => {
        const next = look(transaction, repositoryId);
        if (next === undefined || !needsHistory(transaction, repositoryId, next)) return undefined;
        const { sha: head, at } = next.finished;
        const base = previousSha(transaction, repositoryId) ?? earliestBase(transaction, repositoryId, at);
        if (base === undefined || base === head) return undefined;
        return isRead(transaction, repositoryId, { base, head }) ? undefined : { base, head, at };
      });
    },
    async playNext(repositoryId) {
      return database.transaction((transaction) => {
        const next = look(transaction, repositoryId);
        if (next === undefined) return undefined;
        const { eventId, finished, isShipping } = next;
        const state = isShipping ? readState(repositoryId, finished) : undefined;
        const landing = state && land(state, finished);
        saveLanding(transaction, { repositoryId, eventId, finished, landing, state });
        if (landing?.isLinked) noteSides(repositoryId, { at: finished.at, shas: landing.fresh });
        const moved = landing?.movements.flatMap(({ lost, regained }) => [...lost, ...regained]) ?? [];
        return [...(landing?.fresh ?? []), ...moved];
      });
    },
  };
}
