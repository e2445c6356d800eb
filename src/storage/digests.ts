import { and, asc, eq, getTableColumns, isNull } from "drizzle-orm";
import type { Published } from "../domain/metric/reference.ts";
import type { DigestPlace } from "../domain/records/digest-place.ts";
import { buildUpsert, matches, placeholders, withoutNulls } from "./rows.ts";
import { digests, publishedTotals } from "./schema/published.ts";
import { repositories } from "./schema/repositories.ts";
import type { SqlDatabase, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

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

const LIST = build
  .select()
  .from(digests)
  .where(matches(digests, placeholders("repositoryId", "scope")))
  .orderBy(asc(digests.week));
const TOTALS = build
  .select()
  .from(publishedTotals)
  .where(matches(publishedTotals, placeholders("repositoryId", "scope")))
  .orderBy(asc(publishedTotals.week));

const OPEN = build
  .select(getTableColumns(digests))
  .from(digests)
  .innerJoin(repositories, eq(repositories.id, digests.repositoryId))
  .where(
    and(
      matches(repositories, placeholders("installationId")),
      matches(digests, { isClosed: false }),
      isNull(digests.leftAt),
    ),
  )
  .orderBy(asc(digests.week), asc(digests.repositoryId));

/** Stores published digests. */
export function createDigestStore(database: SqlDatabase): DigestStore {
  return {
    save: (digest, total) => database.transaction((transaction) => save(transaction, digest, total)),
    async leave({ repositoryId, scope, week }, leftAt) {
      const isIt = matches(digests, { repositoryId, scope, week });
      await database.run(build.update(digests).set({ leftAt }).where(isIt));
    },
    async list({ repositoryId, scope }) {
      return (await database.all(LIST, { repositoryId, scope })).map(withoutNulls);
    },
    async listOpen(installationId) {
      return (await database.all(OPEN, { installationId })).map(withoutNulls);
    },
    async listTotals({ repositoryId, scope }) {
      const rows = await database.all(TOTALS, { repositoryId, scope });
      return new Map(rows.map(({ week, first, latest }) => [week, { first, latest }]));
    },
  };
}

async function save(transaction: Transaction, digest: PublishedDigest, total?: number): Promise<void> {
  const row = { ...digest, leftAt: digest.leftAt ?? null };
  const key = [digests.repositoryId, digests.scope, digests.week];
  await transaction.run(buildUpsert(digests, { row, key }));
  if (total === undefined) return;
  const { repositoryId, scope, headline: week } = digest;
  await transaction.run(
    build
      .insert(publishedTotals)
      .values({ repositoryId, scope, week, first: total, latest: total })
      .onConflictDoUpdate({
        target: [publishedTotals.repositoryId, publishedTotals.scope, publishedTotals.week],
        set: { latest: total },
      }),
  );
}
