import { and, eq, lt, not, notInArray, sql } from "drizzle-orm";
import type { ChangeKey, PullRequest, ReadChange, StoredPullRequest } from "../domain/records/change.ts";
import { isReadable } from "./access.ts";
import { saveReadChange } from "./change-writer.ts";
import { settleLanded } from "./landed-pulls.ts";
import type { UnreadPart } from "./landing-claim-statements.ts";
import { type Content, listUnreadParts, saveClaimPart, saveClaims } from "./landing-claims.ts";
import { findPull, listLandedPulls } from "./pull-rows.ts";
import { savePull } from "./pull-writer.ts";
import { matches } from "./rows.ts";
import { changes } from "./schema/changes.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";
import { timesOf } from "./store-time.ts";
import { isRepositoryWaiting, MAY_BE_REQUESTED } from "./waits.ts";

/** The person who enqueued a pull request, or enabled its automatic merge. */
interface Enabled {
  readonly by: string;
  readonly at: Date;
}

interface PullKey {
  readonly repositoryId: number;
  readonly number: number;
}

/** Pull requests that an older version than this attributed. */
interface Outdated {
  readonly agentsVersion: string;
  readonly busyRepositories: readonly number[];
  readonly now: Date;
  /** The only repository that is asked for; each one if absent. */
  readonly only?: number | undefined;
}

/** Pull requests and their own commits. */
export interface ChangeStore {
  /**
   * Records a pull request from a delivery, unless a later state is known.
   *
   * A merge is never taken back; otherwise the later `updated_at` wins. GitHub's times have seconds. Of two pushes
   * within one second the larger head wins: arbitrary, but the same in any order. Of a closing and an opening within one
   * second the closing wins, since an open one is updated again. The people of a sealed change stay unknown.
   */
  save(pullRequest: PullRequest): Promise<void>;
  /** Records the person who asked for a pull request. Of several, one is kept, the same in any order. */
  saveAsker(key: ChangeKey, by: string): Promise<void>;
  /** Records the person who enqueued a pull request or enabled its automatic merge. The latest is kept. */
  saveEnabler(key: ChangeKey, enabled: Enabled): Promise<void>;
  saveRead(key: ChangeKey, read: ReadChange): Promise<void>;
  /** Records that a change need not be attributed again with this version of the table of agents. */
  markAttributed(key: ChangeKey, agentsVersion: string): Promise<void>;
  /** The pull requests that a push landed; for a pull request, itself if a push landed it. */
  listLanded(key: ChangeKey): Promise<readonly StoredPullRequest[]>;
  /**
   * The parts of pushes that may have landed a pull request, for a push or a pull request, and that must be read to
   * decide.
   */
  listUnreadParts(key: ChangeKey): Promise<readonly UnreadPart[]>;
  savePart(repositoryId: number, part: UnreadPart, content: Content): Promise<void>;
  find(repositoryId: number, number: number): Promise<StoredPullRequest | undefined>;
  /** One whose commits must be attributed again, in a repository that is not busy and does not wait. */
  findOutdated(outdated: Outdated): Promise<PullKey | undefined>;
}

/** Stores pull requests. */
export function createChangeStore(database: SqlDatabase): ChangeStore {
  return {
    async save(pullRequest) {
      const key = { repositoryId: pullRequest.repositoryId, id: `#${pullRequest.number}` };
      await database.transaction((transaction) =>
        settleLanded(transaction, key, () => savePull(transaction, key, pullRequest)),
      );
    },
    saveAsker: (key, by) => saveAsker(database, key, by),
    saveEnabler: (key, enabled) => saveEnabler(database, key, enabled),
    findOutdated: (outdated) => findOutdated(database, outdated),
    async markAttributed(key, agentsVersion) {
      await database.run(build.update(changes).set({ agentsVersion }).where(isChange(key)));
    },
    saveRead: (key, read) =>
      database.transaction((transaction) =>
        settleLanded(transaction, key, async () => {
          await saveReadChange(transaction, key, read);
          if (!key.id.startsWith("#"))
            await saveClaims(transaction, key, { landing: read.landing, whole: read });
        }),
      ),
    listLanded: (key) => database.read((snapshot) => listLandedPulls(snapshot, key)),
    listUnreadParts: (key) => listUnreadParts(database, key),
    savePart: (repositoryId, part, content) =>
      database.transaction((transaction) =>
        settleLanded(transaction, { repositoryId, id: part.push }, () =>
          saveClaimPart(transaction, { repositoryId, part }, content),
        ),
      ),
    find: (repositoryId, number) =>
      database.read((snapshot) => findPull(snapshot, { repositoryId, id: `#${number}` })),
  };
}

const isChange = ({ repositoryId, id }: ChangeKey) => matches(changes, { repositoryId, id });

async function saveAsker(connection: Connection, key: ChangeKey, by: string): Promise<void> {
  const asker = sql`case when ${changes.asker} < ${by} then ${changes.asker} else ${by} end`;
  const isIt = and(isChange(key), eq(changes.isSealed, false));
  await connection.run(build.update(changes).set({ asker }).where(isIt));
}

async function saveEnabler(connection: Connection, key: ChangeKey, { by, at }: Enabled): Promise<void> {
  const isLater = sql`coalesce(${changes.enabledAt}, 0) <= ${at.getTime()}`;
  const isIt = and(isChange(key), isLater, eq(changes.isSealed, false));
  await connection.run(build.update(changes).set({ enabler: by, enabledAt: at }).where(isIt));
}

function findOutdated(
  connection: Connection,
  { agentsVersion, busyRepositories, now, only }: Outdated,
): Promise<PullKey | undefined> {
  return connection.one(
    build
      .select({ repositoryId: changes.repositoryId, number: sql<number>`${changes.number}` })
      .from(changes)
      .where(
        and(
          lt(changes.agentsVersion, agentsVersion),
          notInArray(changes.repositoryId, [...busyRepositories]),
          only === undefined ? undefined : eq(changes.repositoryId, only),
          sql`${changes.number} is not null`,
          isReadable(changes.repositoryId, MAY_BE_REQUESTED),
          not(isRepositoryWaiting("re-attribution", changes.repositoryId)),
        ),
      )
      .limit(1),
    timesOf(now),
  );
}
