import { and, eq } from "drizzle-orm";
import type { Database } from "./database.ts";
import { digests } from "./schema.ts";

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
}

/** The digest issues that were published. */
export interface DigestStore {
  find(key: DigestKey): Promise<PublishedDigest | undefined>;
  save(digest: PublishedDigest): Promise<void>;
}

/** Stores published digests in SQLite. */
export function createDigestStore(database: Database): DigestStore {
  return {
    async find({ repositoryId, week }) {
      return database
        .select()
        .from(digests)
        .where(and(eq(digests.repositoryId, repositoryId), eq(digests.week, week)))
        .get();
    },
    async save(digest) {
      database
        .insert(digests)
        .values(digest)
        .onConflictDoUpdate({ target: [digests.repositoryId, digests.week], set: digest })
        .run();
    },
  };
}
