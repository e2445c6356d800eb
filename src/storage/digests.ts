import { and, eq, isNotNull } from "drizzle-orm";
import type { Database } from "./database.ts";
import { digests } from "./schema/published.ts";

/** Which digest of which repository. */
export interface DigestKey {
  readonly repositoryId: number;
  readonly week: string;
}

/** A digest as GitHub shows it. */
export interface PublishedDigest extends DigestKey {
  readonly issueNumber: number;
  /** A hash of what GitHub shows. */
  readonly shown: string;
  readonly publishedAt: Date;
  /** The normalized deployments that it shows; `undefined` while its week was open. */
  readonly total: number | undefined;
  /** Whether its week can change no more. */
  readonly isFinal: boolean;
}

/** The digest issues that were published. */
export interface DigestStore {
  find(key: DigestKey): Promise<PublishedDigest | undefined>;
  save(digest: PublishedDigest): Promise<void>;
  /** The totals of a repository's weeks as they were last published, the oldest first. */
  listTotals(repositoryId: number): Promise<ReadonlyMap<string, number>>;
  /** The weeks of a repository that are published and can still change. */
  listUnfinished(repositoryId: number): Promise<readonly string[]>;
}

/** Stores published digests in SQLite. */
export function createDigestStore(database: Database): DigestStore {
  return {
    async find({ repositoryId, week }) {
      const isDigest = and(eq(digests.repositoryId, repositoryId), eq(digests.week, week));
      const row = database.select().from(digests).where(isDigest).get();
      return row && { ...row, total: row.total ?? undefined };
    },
    async save(digest) {
      const row = { ...digest, total: digest.total ?? null };
      database
        .insert(digests)
        .values(row)
        .onConflictDoUpdate({ target: [digests.repositoryId, digests.week], set: row })
        .run();
    },
    async listTotals(repositoryId) {
      const rows = database
        .select({ week: digests.week, total: digests.total })
        .from(digests)
        .where(and(eq(digests.repositoryId, repositoryId), isNotNull(digests.total)))
        .orderBy(digests.week)
        .all();
      return new Map(rows.map(({ week, total }) => [week, total ?? 0]));
    },
    async listUnfinished(repositoryId) {
      const isUnfinished = and(eq(digests.repositoryId, repositoryId), eq(digests.isFinal, false));
      const rows = database.select({ week: digests.week }).from(digests).where(isUnfinished).all();
      return rows.map(({ week }) => week);
    },
  };
}
