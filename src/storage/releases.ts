import { and, eq } from "drizzle-orm";
import type { Creator } from "../domain/shipping/creator.ts";
import type { ReleaseState, TagCommit } from "../domain/shipping/release.ts";
import { creatorRow } from "./deployments.ts";
import { deriveRecord } from "./event-rows.ts";
import { matches, placeholders } from "./rows.ts";
import { releases, releaseTellings, tagCommits } from "./schema/deployments.ts";
import type { SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

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

const OF_TAG = build
  .selectDistinct({ id: releases.id })
  .from(releaseTellings)
  .innerJoin(releases, eq(releases.id, releaseTellings.releaseId))
  .where(and(matches(releaseTellings, placeholders("tag")), matches(releases, placeholders("repositoryId"))));
const FIND = build
  .select({ id: releases.id })
  .from(releases)
  .where(matches(releases, placeholders("id")));

/** Stores releases. */
export function createReleaseStore(database: SqlDatabase): ReleaseStore {
  return {
    save({ repositoryId, id, creator, releaseState }) {
      const { publishedAt = null, ...fields } = releaseState;
      return database.transaction(async (transaction) => {
        const row = { id, repositoryId, ...creatorRow(creator) };
        await transaction.run(build.insert(releases).values(row).onConflictDoNothing());
        const state = { releaseId: id, ...fields, publishedAt };
        await transaction.run(build.insert(releaseTellings).values(state).onConflictDoNothing());
        return deriveRecord(transaction, repositoryId, id);
      });
    },
    saveTag: (repositoryId, tagged) =>
      database.transaction(async (transaction) => {
        const row = { repositoryId, ...tagged };
        await transaction.run(build.insert(tagCommits).values(row).onConflictDoNothing());
        let isChanged = false;
        for (const { id } of await transaction.all(OF_TAG, { repositoryId, tag: tagged.tag }))
          if (await deriveRecord(transaction, repositoryId, id)) isChanged = true;
        return isChanged;
      }),
    isKnown: async (id) => (await database.one(FIND, { id })) !== undefined,
  };
}
