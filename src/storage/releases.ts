import { and, eq } from "drizzle-orm";
import type { Creator } from "../domain/shipping/creator.ts";
import type { ReleaseState, TagCommit } from "../domain/shipping/release.ts";
import type { Database } from "./database.ts";
import { creatorRow } from "./deployments.ts";
import { deriveRecord } from "./event-rows.ts";
import { releases, releaseTellings, tagCommits } from "./schema/deployments.ts";

/** A state of a release. */
interface ReleaseReport {
  readonly repositoryId: number;
  /** The negative of GitHub's id. */
  readonly id: number;
  readonly creator: Creator | undefined;
  readonly releaseState: ReleaseState;
}

/** Releases, and the commits of their tags. */
export interface ReleaseStore {
  /** Records a state of a release, once, in any order. Resolves to whether deployments must be applied. */
  save(report: ReleaseReport): Promise<boolean>;
  /** Records the commit of a tag at one time. Resolves to whether deployments must be applied. */
  saveTag(repositoryId: number, tag: TagCommit): Promise<boolean>;
  /** Whether any state of a release is known. */
  isKnown(id: number): Promise<boolean>;
}

/** Stores releases in SQLite. */
export function createReleaseStore(database: Database): ReleaseStore {
  return {
    async save({ repositoryId, id, creator, releaseState }) {
      const { publishedAt = null, ...fields } = releaseState;
      return database.transaction((transaction) => {
        const row = { id, repositoryId, ...creatorRow(creator) };
        transaction.insert(releases).values(row).onConflictDoNothing().run();
        transaction
          .insert(releaseTellings)
          .values({ releaseId: id, ...fields, publishedAt })
          .onConflictDoNothing()
          .run();
        return deriveRecord(transaction, repositoryId, id);
      });
    },
    async saveTag(repositoryId, tagged) {
      return database.transaction((transaction) => {
        transaction
          .insert(tagCommits)
          .values({ repositoryId, ...tagged })
          .onConflictDoNothing()
          .run();
        const changed = releasesOf(transaction, repositoryId, tagged.tag).map((id) =>
          deriveRecord(transaction, repositoryId, id),
        );
        return changed.includes(true);
      });
    },
    async isKnown(id) {
      return (
        database.select({ id: releases.id }).from(releases).where(eq(releases.id, id)).get() !== undefined
      );
    },
  };
}

type Reader = Pick<Database, "selectDistinct">;

function releasesOf(reader: Reader, repositoryId: number, tag: string): number[] {
  return reader
    .selectDistinct({ id: releases.id })
    .from(releaseTellings)
    .innerJoin(releases, eq(releases.id, releaseTellings.releaseId))
    .where(and(eq(releaseTellings.tag, tag), eq(releases.repositoryId, repositoryId)))
    .all()
    .map(({ id }) => id);
}
