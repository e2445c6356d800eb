import { and, asc, eq, getTableColumns, isNull } from "drizzle-orm";
import type { Published } from "../domain/metric/reference.ts";
import type { DigestPlace } from "../domain/records/digest-place.ts";
import type { Database } from "./database.ts";
import { matches, upsert, withoutNulls } from "./rows.ts";
import { digests, publishedTotals } from "./schema/published.ts";
import { repositories } from "./schema/repositories.ts";

/** The key of a digest. */
interface DigestKey extends DigestPlace {
  /** The week at whose end it was due. */
  readonly week: string;
}

/** A digest on GitHub. */
export interface PublishedDigest extends DigestKey {
  readonly issueNumber: number;
  /** A hash of its content. */
  readonly shown: string;
  /** A hash of the written title and body. */
  readonly written: string;
  readonly publishedAt: Date;
  /** The week of its headline. */
  readonly headline: string;
  /** Whether its content can no longer change. */
  readonly isFinal: boolean;
  /** Whether it was closed for the next one. */
  readonly isClosed: boolean;
  /** The time from which the issue is left alone, because somebody deleted, moved, or locked it. */
  readonly leftAt?: Date | undefined;
}

/** The digest issues that were published. */
export interface DigestStore {
  /** Records the digest as published. With a total, also records that as the total of its headline week. */
  save(digest: PublishedDigest, total?: number): Promise<void>;
  /** Records that the issue is left alone from now on. */
  leave(key: DigestKey, at: Date): Promise<void>;
  /** The digests published in one place, the oldest week first. */
  list(place: DigestPlace): Promise<readonly PublishedDigest[]>;
  /** The open issues in the repositories of an installation, the oldest week first. */
  listOpen(installationId: number): Promise<readonly PublishedDigest[]>;
  /** The first and the last published totals of weeks in one place, the oldest first. */
  listTotals(place: DigestPlace): Promise<Published>;
}

/** Stores published digests in SQLite. */
export function createDigestStore(database: Database): DigestStore {
  return {
    async save(digest, total) {
      const row = { ...digest, leftAt: digest.leftAt ?? null };
      database.transaction((transaction) => {
        upsert(transaction, digests, { row, key: [digests.repositoryId, digests.scope, digests.week] });
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
      database.update(digests).set({ leftAt }).where(matches(digests, { repositoryId, scope, week })).run();
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
    listOpen: async (installationId) => listOpen(database, installationId),
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

function listOpen(database: Database, installationId: number): readonly PublishedDigest[] {
  const isOpen = and(matches(digests, { isClosed: false }), isNull(digests.leftAt));
  return database
    .select(getTableColumns(digests))
    .from(digests)
    .innerJoin(repositories, eq(repositories.id, digests.repositoryId))
    .where(and(matches(repositories, { installationId }), isOpen))
    .orderBy(asc(digests.week), asc(digests.repositoryId))
    .all()
    .map(withoutNulls);
}
