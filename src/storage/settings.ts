import { isDeepStrictEqual } from "node:util";
import { eq, max, sql } from "drizzle-orm";
import type { Policy } from "../domain/policy.ts";
import type { ConfigSource } from "../domain/records/settings.ts";
import { asList, isAmong } from "./among.ts";
import { OWNER_SETTINGS, SETTINGS } from "./json/columns.ts";
import { buildUpsert, matches, placeholders } from "./rows.ts";
import { ownerSettings, repositories, settings, settingsChanges } from "./schema/repositories.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** The settings of a repository's config, beside its rules. */
export interface StoredSettings {
  readonly source: ConfigSource;
  /** The last valid policy. */
  readonly policy: Policy;
  /** The problems of the present config, one a line; `undefined` when it has none. */
  readonly problem: string | undefined;
}

/** The settings of an owner's digest, from the owner's config. */
export interface OwnerSettings {
  readonly policy: Policy;
  readonly timezone: string;
}

/** The settings of configs that do not decide what counts. They are valid from now on, and not dated. */
export interface SettingsStore {
  find(repositoryId: number): Promise<StoredSettings | undefined>;
  /** Returns whether anything changed. */
  save(repositoryId: number, stored: StoredSettings): Promise<boolean>;
  findOwner(installationId: number): Promise<OwnerSettings | undefined>;
  saveOwner(installationId: number, stored: OwnerSettings): Promise<void>;
  /** Records that the settings of repositories may have changed. Returns the number of this change. */
  recordChange(repositoryIds: readonly number[]): Promise<number>;
  /** The number of the last change in a repository; 0 without any. Later changes have greater numbers. */
  findChange(repositoryId: number): Promise<number>;
  /** The number of the last change in any repository of an installation; 0 without any. */
  findLastChange(installationId: number): Promise<number>;
}

const FIND = build
  .select()
  .from(settings)
  .where(matches(settings, placeholders("repositoryId")));
const FIND_OWNER = build
  .select()
  .from(ownerSettings)
  .where(matches(ownerSettings, placeholders("installationId")));

const CHANGE = build
  .select({ number: settingsChanges.number })
  .from(settingsChanges)
  .where(matches(settingsChanges, placeholders("repositoryId")));
const LAST_CHANGE = build
  .select({ number: max(settingsChanges.number) })
  .from(settingsChanges)
  .innerJoin(repositories, eq(repositories.id, settingsChanges.repositoryId))
  .where(matches(repositories, placeholders("installationId")));
const HIGHEST = build.select({ number: max(settingsChanges.number) }).from(settingsChanges);
const IDS = sql.placeholder("ids");
/** A repository that was deleted meanwhile has no changes. */
const RECORD = sql`insert into settings_changes (repository_id, number)
  select ${repositories.id}, cast(${sql.placeholder("number")} as bigint)
  from ${repositories} where ${isAmong(repositories.id, IDS)}
  on conflict (repository_id) do update set number = excluded.number`;

/** Stores settings. */
export function createSettingsStore(database: SqlDatabase): SettingsStore {
  return {
    find: (repositoryId) => find(database, repositoryId),
    async save(repositoryId, { source, policy, problem = null }) {
      const row = { repositoryId, source, policy: SETTINGS.policy.write(policy), problem };
      return database.transaction(async (transaction) => {
        if (isDeepStrictEqual(await find(transaction, repositoryId), toSettings(row))) return false;
        await transaction.run(buildUpsert(settings, { row, key: settings.repositoryId }));
        return true;
      });
    },
    async findOwner(installationId) {
      const row = await database.one(FIND_OWNER, { installationId });
      return (
        row && {
          policy: OWNER_SETTINGS.policy.read(row.policy, { installationId }),
          timezone: row.timezone,
        }
      );
    },
    async saveOwner(installationId, { policy, timezone }) {
      const row = { installationId, policy: OWNER_SETTINGS.policy.write(policy), timezone };
      await database.run(buildUpsert(ownerSettings, { row, key: ownerSettings.installationId }));
    },
    recordChange: (ids) =>
      database.transaction(async (transaction) => {
        const number = ((await transaction.one(HIGHEST))?.number ?? 0) + 1;
        await transaction.run(RECORD, { ids: asList(ids), number });
        return number;
      }),
    findChange: async (repositoryId) => (await database.one(CHANGE, { repositoryId }))?.number ?? 0,
    findLastChange: async (installationId) =>
      (await database.one(LAST_CHANGE, { installationId }))?.number ?? 0,
  };
}

async function find(connection: Connection, repositoryId: number): Promise<StoredSettings | undefined> {
  const row = await connection.one(FIND, { repositoryId });
  return row && toSettings(row);
}

function toSettings({ repositoryId, source, policy, problem }: typeof settings.$inferSelect): StoredSettings {
  return {
    source,
    policy: SETTINGS.policy.read(policy, { repositoryId }),
    problem: problem ?? undefined,
  };
}
