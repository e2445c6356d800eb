import { asc } from "drizzle-orm";
import type { Published } from "../domain/metric/reference.ts";
import type { DigestPlace } from "../domain/records/digest-place.ts";
import type { Database } from "./database.ts";
import { matches, put, withoutNulls } from "./rows.ts";
import { digests, publishedTotals } from "./schema/published.ts";

/** Which digest. */
interface DigestKey extends DigestPlace {
  /** The week on whose end it was due. */
  readonly week: string;
}

/** A digest as GitHub shows it. */
export interface PublishedDigest extends DigestKey {
  readonly issueNumber: number;
  /** A hash of what it is made of. */
  readonly shown: string;
  /** A hash of the title and body that were written. */
  readonly written: string;
  readonly publishedAt: Date;
  /** The week that it tells of. */
  readonly headline: string;
  /** Whether what it shows can change no more. */
  readonly isFinal: boolean;
  /** Whether it was closed for the next one. */
  readonly isClosed: boolean;
  /** Since when the issue is left alone, since somebody deleted, moved, or locked it. */
  readonly leftAt?: Date | undefined;
}

/** The digest issues that were published. */
export interface DigestStore {
  /** Records what GitHub shows now; with a total, also that the week which it tells of came to so much. */
  save(digest: PublishedDigest, total?: number): Promise<void>;
  /** Records that the issue is left alone from now on. */
  leave(key: DigestKey, at: Date): Promise<void>;
  /** Those published in one place, the oldest week first. */
  list(place: DigestPlace): Promise<readonly PublishedDigest[]>;
  /** What weeks came to as they were first and last published in one place, the oldest first. */
  listTotals(place: DigestPlace): Promise<Published>;
}

/** Stores published digests in SQLite. */
export function createDigestStore(database: Database): DigestStore {
  return {
    async save(digest, total) {
      const row = { ...digest, leftAt: digest.leftAt ?? null };
      database.transaction((transaction) => {
        put(transaction, digests, { row, key: [digests.repositoryId, digests.scope, digests.week] });
        if (total === undefined) return;
        const { repositoryId, scope, headline: week } = digest;
        transaction
          .insert(publishedTotals)
          .values({ repositoryId, scope, week, first: total, latest: total })
          .onConflictDoUpdate({
            target: [publishedTotals.repositoryId, publishedTotals.scope, publishedTotals.week],
            set: { latest: total },
          })
          .run();
      });
    },
    async leave({ repositoryId, scope, week }, leftAt) {
      const isIt = matches(digests, { repositoryId, scope, week });
      database.update(digests).set({ leftAt }).where(isIt).run();
    },
    async list({ repositoryId, scope }) {
      return database
        .select()
        .from(digests)
        .where(matches(digests, { repositoryId, scope }))
        .orderBy(asc(digests.week))
        .all()
        .map(withoutNulls);
    },
    async listTotals({ repositoryId, scope }) {
      const rows = database
        .select()
        .from(publishedTotals)
        .where(matches(publishedTotals, { repositoryId, scope }))
        .orderBy(asc(publishedTotals.week))
        .all();
      return new Map(rows.map(({ week, first, latest }) => [week, { first, latest }]));
    },
  };
}
